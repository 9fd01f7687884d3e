"use client";

import { usePathname } from "next/navigation";
import { cn } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import { destinations, isAt } from "./navigation.ts";

/** The rail of a phone. */
export function BottomBar() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-40 border-t bg-background pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {Object.values(destinations).map(({ href, label, icon: Icon }) => {
          const isCurrent = isAt(pathname, href);
          return (
            <li key={href} className="min-w-0 flex-1">
              <Link
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={cn(
                  "grid h-14 place-content-center justify-items-center gap-1 text-xs font-medium tracking-tight text-muted-foreground focus-visible:-outline-offset-2",
                  isCurrent && "text-foreground",
                )}
              >
                <Icon className="size-5" strokeWidth={isCurrent ? 2.25 : 1.75} aria-hidden="true" />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
