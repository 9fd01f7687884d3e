"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "./class-names.ts";
import { Link } from "./link.tsx";

export interface LinkTab {
  readonly href: string;
  readonly label: string;
}

export interface LinkTabsProps {
  /** Of what these are the pages, for those who do not see it. */
  label: string;
  /** The first may be the parent of the others: it is current on its own address alone. */
  tabs: readonly LinkTab[];
  className?: string;
}

/**
 * Pages beside each other, as tabs. The tab of a page stays current on what is under it, and in view where there is
 * not room for all.
 */
export function LinkTabs({ label, tabs, className }: LinkTabsProps) {
  const pathname = usePathname();
  const bar = useRef<HTMLElement>(null);
  const isParent = (href: string) => tabs.some((other) => other.href.startsWith(`${href}/`));
  const current = tabs.find(
    ({ href }) => pathname === href || (!isParent(href) && pathname.startsWith(`${href}/`)),
  )?.href;
  useEffect(() => {
    if (!bar.current || current === undefined) return;
    const tab = bar.current.querySelector(`[href="${CSS.escape(current)}"]`);
    if (!tab) return;
    // Its own row alone: `scrollIntoView` would move the page too.
    const [row, chosen] = [bar.current.getBoundingClientRect(), tab.getBoundingClientRect()];
    bar.current.scrollLeft += chosen.left + chosen.width / 2 - (row.left + row.width / 2);
  }, [current]);
  return (
    <nav
      ref={bar}
      aria-label={label}
      className={cn("scroll-quiet flex gap-5 overflow-x-auto border-b", className)}
    >
      {tabs.map(({ href, label: name }) => {
        const isCurrent = href === current;
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(
              "-mb-px flex h-9 items-center border-b-2 text-sm font-medium whitespace-nowrap focus-visible:-outline-offset-2",
              isCurrent
                ? "border-foreground text-foreground"
                : "border-transparent text-muted-foreground hover:text-foreground",
            )}
          >
            {name}
          </Link>
        );
      })}
    </nav>
  );
}
