"use client";

import { useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { revealAuthToken } from "#lib/features/ziggeo/actions/auth-tokens.ts";
import type { AuthTokenView } from "#lib/features/ziggeo/schema/auth-tokens.ts";
import { RevealedToken } from "./revealed-token.tsx";

/** A kept token's value, asked for once and on purpose. */
export function RevealDialog({ token, onClose }: { token: AuthTokenView; onClose(): void }) {
  const [state, setState] = useState<"asked" | "waiting" | { value: string } | { problem: string }>("asked");
  const reveal = async () => {
    setState("waiting");
    try {
      const shown = await revealAuthToken({ authTokenId: token.authTokenId });
      setState(shown.ok ? { value: shown.value.token } : { problem: shown.error.message });
    } catch {
      setState({ problem: "Reelyard did not answer. Try again in a moment." });
    }
  };
  const value = typeof state === "object" && "value" in state ? state.value : null;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>The value of “{token.name}”</DialogTitle>
          <DialogDescription>
            That you looked at it is kept in the audit log. For a page’s code you need not: a video’s page
            makes it.
          </DialogDescription>
        </DialogHeader>
        {state === "waiting" && <Skeleton className="h-16" />}
        {value !== null && (
          <RevealedToken
            token={value}
            note="Whoever has it can do what the token allows, until it is revoked."
          />
        )}
        <FormMessage message={typeof state === "object" && "problem" in state ? state.problem : null} />
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {value === null ? "Cancel" : "Done"}
          </Button>
          {value === null && (
            <Button pending={state === "waiting"} onClick={() => void reveal()}>
              Show the value
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
