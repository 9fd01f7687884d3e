"use client";

import { useRouter } from "next/navigation";
import type { ComponentProps, MouseEvent } from "react";

export interface LinkProps extends ComponentProps<"a"> {
  href: string;
}

/**
 * A way to another page of ours, without loading the document again. What the page needs is asked for when a
 * pointer or the focus comes near. Next's own Link does more than that, and costs every page 3 kB.
 */
export function Link({ href, onClick, ...props }: LinkProps) {
  const router = useRouter();
  const prefetch = () => router.prefetch(href);
  return (
    <a
      href={href}
      onPointerEnter={prefetch}
      onFocus={prefetch}
      {...props}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || isForTheBrowser(event)) return;
        event.preventDefault();
        router.push(href);
      }}
    />
  );
}

/** Another tab, a window, a download: not a change of this page. */
function isForTheBrowser(event: MouseEvent<HTMLAnchorElement>): boolean {
  const link = event.currentTarget;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return true;
  return (link.target !== "" && link.target !== "_self") || link.hasAttribute("download");
}
