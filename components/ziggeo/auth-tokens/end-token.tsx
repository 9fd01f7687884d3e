"use client";

import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { type DescribeOptions, listAllowed } from "#lib/domain/auth-token.ts";
import { forgetAuthToken, revokeAuthToken } from "#lib/features/ziggeo/actions/auth-tokens.ts";
import type { AuthTokenView } from "#lib/features/ziggeo/schema/auth-tokens.ts";

export interface EndTokenProps {
  readonly kind: "revoke" | "forget";
  readonly token: AuthTokenView;
  readonly reader: DescribeOptions;
  onClose(): void;
  onDone(): void;
}

/** What ends with a token, before it does. */
export function EndToken({ kind, token, reader, onClose, onDone }: EndTokenProps) {
  const [isPending, setPending] = useState(false);
  const { authTokenId, name, hint, rules } = token;
  const isRevoke = kind === "revoke";
  const end = async () => {
    setPending(true);
    try {
      const ended = await (isRevoke ? revokeAuthToken : forgetAuthToken)({ authTokenId });
      if (ended.ok) {
        toast.success(isRevoke ? `“${name}” is revoked.` : `“${name}” is out of the registry.`);
        onClose();
      } else toast.error(ended.error.message);
    } catch {
      toast.error("Reelyard did not answer. Look before you try again.");
    }
    setPending(false);
    onDone();
  };
  const allowed = listAllowed(rules.grants, reader);
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isRevoke ? `Revoke “${name}” (…${hint})?` : `Forget “${name}” (…${hint})?`}
      confirmLabel={isRevoke ? "Revoke the token" : "Forget the token"}
      cancelLabel="Keep it"
      destructive={isRevoke}
      pending={isPending}
      onConfirm={() => void end()}
    >
      {isRevoke ? (
        <>
          {allowed.length > 0 && (
            <>
              <p>On every page that has it, also where somebody is using it now, this ends at once:</p>
              <ul className="list-disc ps-5">
                {allowed.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </>
          )}
          <p>Videos stay as they are. The token cannot be brought back; a new one has another value.</p>
        </>
      ) : (
        <p>Ziggeo does not have it any more. Only its line in this registry goes.</p>
      )}
    </ConfirmDialog>
  );
}
