"use client";

import { Badge } from "#components/ui/badge.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { providerNames } from "#lib/domain/provider-id.ts";
import { toConnectionSign } from "./health-words.ts";
import { useConnection } from "./use-connection.ts";

/** Whose account this is and how it is, beside the page's title. Kept true by the live stream. */
export function ConnectionIdentity({ connection: first }: { connection: ConnectionSummary }) {
  const connection = useConnection(first);
  const sign = toConnectionSign(connection);
  return (
    <span className="flex items-center gap-3">
      <span className="flex items-center gap-1.5">
        <ProviderMonogram provider={connection.provider} />
        {providerNames[connection.provider].name}
      </span>
      {connection.isLocal && <Badge variant="secondary">local</Badge>}
      <span className="flex items-center gap-1.5">
        <StatusMark status={sign.status} />
        {sign.word}
      </span>
    </span>
  );
}
