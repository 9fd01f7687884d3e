"use client";

import { usePathname } from "next/navigation";
import { connectionHref } from "#components/connections/connection-href.ts";
import { linksOfConnection } from "#components/connections/connection-pages.ts";
import { cn } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isAt } from "./navigation.ts";

/** Below 1024 px the rail has no room for words: the tabs of the account's pages lead there. */
export default function OwnPages({ connection, viewer }: { connection: ConnectionSummary; viewer: Viewer }) {
  const pathname = usePathname();
  const overview = { href: connectionHref(connection.connectionId), label: "Overview" };
  const links = [overview, ...linksOfConnection(connection, viewer)];
  return (
    <ul
      aria-label={`Pages of ${connection.name}`}
      className="mt-0.5 mb-1 ms-4 grid gap-px border-s ps-2.5 max-lg:hidden"
    >
      {links.map((link) => {
        const isCurrent = link === overview ? pathname === link.href : isAt(pathname, link.href);
        return (
          <li key={link.href}>
            <Link
              href={link.href}
              aria-current={isCurrent ? "page" : undefined}
              className={cn(
                "flex h-7 items-center rounded-md px-2 text-sm text-muted-foreground transition-colors hover:bg-gray-3 hover:text-foreground",
                isCurrent && "bg-gray-3 text-foreground",
              )}
            >
              <span className="clip-line">{link.label}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
