"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { lazy, Suspense } from "react";
import { connectionHref } from "#components/connections/connection-href.ts";
import { cn } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { isAt } from "./navigation.ts";

const OwnPages = lazy(() => import("./own-pages.tsx"));

/**
 * Each account, leading to its videos; a triangle when it is not well. The one that is looked at, in the library
 * or on its own pages, shows its pages under it.
 */
export function ConnectionLinks({ viewer }: { viewer: Viewer }) {
  const { data = [] } = useQuery(connectionsQuery());
  return data.map((connection) => (
    <li key={connection.connectionId}>
      <ConnectionEntry connection={connection} viewer={viewer} />
    </li>
  ));
}

function ConnectionEntry({ connection, viewer }: { connection: ConnectionSummary; viewer: Viewer }) {
  const { connectionId, provider, name, state, health } = connection;
  const pathname = usePathname();
  const chosen = useSearchParams().get("connection");
  const isInLibrary = pathname === "/library" && chosen === connectionId;
  const isOpen = isInLibrary || isAt(pathname, connectionHref(connectionId));
  const isUnwell = state === "active" && health.cause !== "ok" && health.cause !== "unknown";
  const note = state === "paused" ? "paused" : isUnwell ? "does not answer" : undefined;
  return (
    <>
      <Link
        href={`/library?connection=${encodeURIComponent(connectionId)}`}
        aria-current={isInLibrary ? "true" : undefined}
        title={note ? `${name}: ${note}` : name}
        className={cn(
          "relative flex h-8 items-center gap-2.5 rounded-md px-1.5 text-sm font-medium text-soft-foreground transition-colors hover:bg-gray-3 hover:text-foreground max-lg:justify-center",
          isInLibrary && "bg-gray-3",
          isOpen && "text-foreground",
        )}
      >
        <ProviderMonogram provider={provider} />
        <span className="clip-line min-w-0 flex-1 max-lg:sr-only">{name}</span>
        {note && <span className="sr-only">({note})</span>}
        {isUnwell && <StatusMark status="degraded" className="max-lg:absolute max-lg:end-0 max-lg:top-0" />}
        {state === "paused" && <StatusMark status="off" className="max-lg:hidden" />}
      </Link>
      <Suspense>{isOpen && <OwnPages connection={connection} viewer={viewer} />}</Suspense>
    </>
  );
}
