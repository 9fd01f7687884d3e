"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState, useTransition } from "react";
import { Age } from "#components/ui/age.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { MoreMenu } from "#components/ui/more-menu.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { pauseConnection, resumeConnection } from "#lib/features/connections/actions.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { connectionHref } from "./connection-href.ts";
import { needsAttention, toConnectionSign } from "./health-words.ts";
import { postTest } from "./test-connection.ts";

export interface ConnectionRowProps {
  connection: ConnectionSummary;
  canManage: boolean;
  onEdit(): void;
  onRemove(): void;
}

export function ConnectionRow({ connection, canManage, onEdit, onRemove }: ConnectionRowProps) {
  const { connectionId, provider, name, isLocal, baseUrl, health, lastSyncedAt, assetCount } = connection;
  const sign = toConnectionSign(connection);
  return (
    <li className="grid gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto] lg:grid-cols-[minmax(0,2fr)_minmax(0,1.4fr)_auto]">
      <div className="flex min-w-0 items-start gap-3">
        <ProviderMonogram provider={provider} named className="mt-0.5" />
        <div className="min-w-0">
          <p className="flex min-w-0 items-center gap-2">
            <Link
              href={connectionHref(connectionId)}
              className="clip-line font-medium underline-offset-4 hover:underline"
              dir="auto"
            >
              {name}
            </Link>
            {isLocal && <Badge variant="secondary">local</Badge>}
          </p>
          <p className="clip-line font-mono text-xs text-muted-foreground">{hostOf(baseUrl)}</p>
        </div>
      </div>
      <div className="min-w-0 text-sm max-lg:col-start-1 max-lg:ps-8">
        <p className="flex items-center gap-2">
          <StatusMark status={sign.status} />
          {sign.word}
        </p>
        <p className="tabular text-xs text-muted-foreground">
          <Link href={`/library?connection=${connectionId}`} className="hover:underline">
            {countOf(assetCount, "video")}
          </Link>{" "}
          ·{" "}
          {lastSyncedAt ? (
            <>
              synced <Age since={lastSyncedAt} />
            </>
          ) : (
            "not synced yet"
          )}
        </p>
      </div>
      {canManage && <Actions connection={connection} onEdit={onEdit} onRemove={onRemove} />}
      {needsAttention(connection) && (
        <p className="text-sm text-pretty text-soft-foreground max-sm:ps-8 sm:col-span-full sm:ps-8">
          {health.message}
        </p>
      )}
    </li>
  );
}

function Actions({
  connection,
  onEdit,
  onRemove,
}: Pick<ConnectionRowProps, "connection" | "onEdit" | "onRemove">) {
  const { connectionId, name, state } = connection;
  const [isTesting, setTesting] = useState(false);
  const [isPending, startTransition] = useTransition();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: connectionsQuery().queryKey });

  async function test() {
    setTesting(true);
    const outcome = await postTest(`/api/connections/${encodeURIComponent(connectionId)}/test`, {});
    await refresh();
    setTesting(false);
    if ("failure" in outcome) toast.error(outcome.failure.message);
    else if (outcome.report.cause === "ok") toast.success(`${name} works`);
    else toast.error(`${name}: ${outcome.report.message}`);
  }
  const toggle = () =>
    startTransition(async () => {
      const change = state === "paused" ? resumeConnection : pauseConnection;
      const changed = await change({ connectionId });
      if (!changed.ok) toast.error(changed.error.message);
      await refresh();
    });

  return (
    <div className="flex items-center gap-1 max-sm:ps-8 sm:col-start-2 sm:row-start-1 sm:self-start lg:col-start-3">
      <Button variant="outline" pending={isTesting} onClick={() => void test()}>
        Test<span className="sr-only"> {name}</span>
      </Button>
      <MoreMenu
        label={`More for ${name}`}
        disabled={isPending}
        items={[
          { label: connection.isLocal ? "Rename…" : "Edit…", onSelect: onEdit },
          { label: state === "paused" ? "Resume" : "Pause", onSelect: toggle },
          { label: "Remove…", onSelect: onRemove, isDestructive: true, beginsGroup: true },
        ]}
      />
    </div>
  );
}

const hostOf = (baseUrl: string): string => baseUrl.replace(/^https?:\/\//, "");
