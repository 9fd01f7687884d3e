"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Age } from "#components/ui/age.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import type { ConnectionSummary } from "#lib/domain/connection.ts";

/** More than these are told in one line. */
const shownEach = 2;

export interface UnwellBannersProps {
  unwell: readonly ConnectionSummary[];
  canRetry: boolean;
}

export default function UnwellBanners({ unwell, canRetry }: UnwellBannersProps) {
  if (unwell.length > shownEach) return <ManyBanner unwell={unwell} />;
  return (
    <div className="mb-4 grid gap-2">
      {unwell.map((connection) => (
        <ConnectionBanner key={connection.connectionId} connection={connection} canRetry={canRetry} />
      ))}
    </div>
  );
}

/** Where many are unwell at once, the list of videos still begins on the first screen. */
function ManyBanner({ unwell }: { unwell: readonly ConnectionSummary[] }) {
  return (
    <Banner
      className="mb-4"
      action={
        <Button variant="link" size="inline" asChild>
          <Link href="/connections">See why</Link>
        </Button>
      }
    >
      <strong>{unwell.length} connections do not answer as they should:</strong>{" "}
      {unwell.map(({ name }) => name).join(", ")}. Their videos are shown as they were last seen.
    </Banner>
  );
}

function ConnectionBanner({ connection, canRetry }: { connection: ConnectionSummary; canRetry: boolean }) {
  const queryClient = useQueryClient();
  const [isTrying, setTrying] = useState(false);
  const { name, health, lastSyncedAt, assetCount } = connection;

  async function retry() {
    setTrying(true);
    try {
      const response = await fetch(`/api/connections/${encodeURIComponent(connection.connectionId)}/test`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
        signal: AbortSignal.timeout(30_000),
      });
      if (!response.ok) toast.error(`${name} could not be tried.`);
    } catch {
      toast.error("Reelyard did not answer.");
    } finally {
      await queryClient.invalidateQueries({ queryKey: ["connections"] });
      setTrying(false);
    }
  }

  return (
    <Banner
      action={
        canRetry && (
          <Button variant="link" size="inline" pending={isTrying} onClick={() => void retry()}>
            Retry now
          </Button>
        )
      }
    >
      <strong>{name}</strong>{" "}
      {health.cause === "ok" ? (
        `answers slowly: ${((health.latencyMs ?? 0) / 1000).toFixed(1)} s.`
      ) : lastSyncedAt ? (
        <>
          has not answered since <LocalTime at={lastSyncedAt} as="time" /> (<Age since={lastSyncedAt} />
          ). {assetCount > 0 && `Its ${countOf(assetCount, "video")} are shown as they were then. `}
        </>
      ) : (
        "has not answered yet. "
      )}
      {health.cause !== "ok" && <span className="text-muted-foreground">{health.message}</span>}
    </Banner>
  );
}
