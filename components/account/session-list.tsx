"use client";

import { useState, useTransition } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { endSession, signOutEverywhere } from "#lib/features/account/actions.ts";
import { signOut } from "#lib/features/account/client.ts";
import type { SessionSummary } from "#lib/features/account/schema.ts";
import { LocalTime } from "./local-time.tsx";

/** The browsers one is signed in with, each with its way out. */
export function SessionList({ sessions }: { sessions: readonly SessionSummary[] }) {
  const [isAsking, setAsking] = useState(false);
  const [isPending, startTransition] = useTransition();

  const end = ({ sessionId, browser }: SessionSummary) =>
    startTransition(async () => {
      const ended = await endSession({ sessionId });
      if (ended.ok) toast.success(`${browser} is signed out`);
      else toast.error(ended.error.message);
    });
  const leave = () =>
    startTransition(async () => {
      await signOut();
      window.location.assign("/sign-in");
    });
  const leaveEverywhere = () =>
    startTransition(async () => {
      const ended = await signOutEverywhere({});
      if (ended.ok) window.location.assign("/sign-in");
      else toast.error(ended.error.message);
    });

  return (
    <div className="grid gap-4">
      <ul className="divide-y rounded-lg border bg-card">
        {sessions.map((session) => (
          <li key={session.sessionId} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 font-medium">
                {session.browser}
                {session.isCurrent && <Badge>this browser</Badge>}
              </p>
              <p className="text-xs text-muted-foreground tabular">
                {session.address} · last used <LocalTime at={session.lastSeenAt} />
              </p>
            </div>
            {session.isCurrent ? (
              <Button variant="outline" size="sm" pending={isPending} onClick={leave}>
                Sign out
              </Button>
            ) : (
              <Button
                variant="ghost"
                size="sm"
                disabled={isPending}
                onClick={() => end(session)}
                aria-label={`Sign out ${session.browser} at ${session.address}`}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button variant="outline" className="justify-self-start" onClick={() => setAsking(true)}>
        Sign out everywhere
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Sign out everywhere?"
        confirmLabel="Sign out everywhere"
        pending={isPending}
        onConfirm={leaveEverywhere}
      >
        Every browser you are signed in with is signed out at once, this one too. Uploads that are running in
        them stop and can be continued after signing in.
      </ConfirmDialog>
    </div>
  );
}
