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
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another tab
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>("[aria-current]");
    if (!bar.current || !tab) return;
    // Its own row alone: `scrollIntoView` would move the page too.
    const [row, chosen] = [bar.current.getBoundingClientRect(), tab.getBoundingClientRect()];
    bar.current.scrollLeft += chosen.left + chosen.width / 2 - (row.left + row.width / 2);
  }, [pathname]);
  return (
    <nav
      ref={bar}
      aria-label={label}
      className={cn("scroll-quiet flex gap-5 overflow-x-auto border-b", className)}
    >
      {tabs.map(({ href, label: name }) => {
        const isParent = tabs.some((other) => other.href.startsWith(`${href}/`));
        const isCurrent = pathname === href || (!isParent && pathname.startsWith(`${href}/`));
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
