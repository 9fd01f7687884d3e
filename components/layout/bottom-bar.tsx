"use client";

import { usePathname } from "next/navigation";
import { cn } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import { destinations, isAt, type Place } from "./navigation.ts";

/** The rail of a phone. */
export function BottomBar({ places }: { places: readonly Place[] }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-40 border-t bg-background pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {places.map((place) => {
          const { href, label, icon: Icon } = destinations[place];
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
