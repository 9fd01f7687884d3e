"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { cn } from "#components/ui/class-names.ts";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { connectionsQuery } from "#lib/features/connections/client.ts";

/** Each account, leading to its videos; a triangle when it is not well. */
export function ConnectionLinks() {
  const { data = [] } = useQuery(connectionsQuery());
  const pathname = usePathname();
  const chosen = useSearchParams().get("connection");
  return data.map(({ connectionId, provider, name, state, health }) => {
    const isCurrent = pathname === "/library" && chosen === connectionId;
    const isUnwell = state === "active" && health.cause !== "ok" && health.cause !== "unknown";
    const note = state === "paused" ? "paused" : isUnwell ? "does not answer" : undefined;
    return (
      <li key={connectionId}>
        <Link
          href={`/library?connection=${encodeURIComponent(connectionId)}`}
          aria-current={isCurrent ? "true" : undefined}
          title={note ? `${name}: ${note}` : name}
          className={cn(
            "relative flex h-8 items-center gap-2.5 rounded-md px-1.5 text-sm font-medium text-soft-foreground transition-colors hover:bg-gray-3 hover:text-foreground max-lg:justify-center",
            isCurrent && "bg-gray-3 text-foreground",
          )}
        >
          <ProviderMonogram provider={provider} />
          <span className="clip-line min-w-0 flex-1 max-lg:sr-only">{name}</span>
          {note && <span className="sr-only">({note})</span>}
          {isUnwell && <StatusMark status="degraded" className="max-lg:absolute max-lg:end-0 max-lg:top-0" />}
          {state === "paused" && <StatusMark status="off" className="max-lg:hidden" />}
        </Link>
      </li>
    );
  });
}
