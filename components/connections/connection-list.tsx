"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Cable, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { ConnectionRow } from "./connection-row.tsx";
import { RemoveConnection } from "./remove-connection.tsx";

const ConnectionDialog = lazy(() => import("./connection-dialog.tsx"));

/** Every connection with its health; for the owner also what can be done with each. */
export function ConnectionList({ canManage }: { canManage: boolean }) {
  const { data: connections = [] } = useQuery(connectionsQuery());
  const queryClient = useQueryClient();
  const [form, setForm] = useState<{ connection?: ConnectionSummary }>();
  const [wasAsked, setAsked] = useState(false);
  if (form && !wasAsked) setAsked(true);
  const [leaving, setLeaving] = useState<ConnectionSummary>();
  const refresh = () => void queryClient.invalidateQueries({ queryKey: connectionsQuery().queryKey });
  const add = canManage && (
    <Button onClick={() => setForm({})}>
      <Plus aria-hidden="true" />
      Add connection
    </Button>
  );

  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-sm text-pretty text-soft-foreground">
          Accounts at video providers. Their videos are listed together in the library; the provider stays the
          owner of every file.
        </p>
        {connections.length > 0 && add}
      </div>
      {connections.length === 0 ? (
        <EmptyState icon={<Cable />} title="No connections" actions={add}>
          {canManage
            ? "Connect an account at Ziggeo, Telestream Cloud Flip, Stupeflix or api.video to list its videos here."
            : "The owner of this Reelyard has connected no account yet."}
        </EmptyState>
      ) : (
        <ul className="divide-y rounded-lg border bg-card" aria-label="Connections">
          {connections.map((connection) => (
            <ConnectionRow
              key={connection.connectionId}
              connection={connection}
              canManage={canManage}
              onEdit={() => setForm({ connection })}
              onRemove={() => setLeaving(connection)}
            />
          ))}
        </ul>
      )}
      {wasAsked && (
        <Suspense fallback={null}>
          <ConnectionDialog
            open={form !== undefined}
            connection={form?.connection}
            onOpenChange={(open) => {
              if (open) return;
              setForm(undefined);
              refresh();
            }}
          />
        </Suspense>
      )}
      <RemoveConnection connection={leaving} onClose={() => setLeaving(undefined)} onRemoved={refresh} />
    </>
  );
}
