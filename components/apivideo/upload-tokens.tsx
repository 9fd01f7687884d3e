"use client";

import { Copy, KeyRound, Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import { toast } from "#components/ui/toast.ts";
import { createUploadToken, revokeUploadToken } from "#lib/features/apivideo/actions.ts";
import type { UploadToken } from "#lib/features/apivideo/schema.ts";

export interface UploadTokensProps {
  connectionId: string;
  tokens: readonly UploadToken[];
  canEdit: boolean;
}

const lifetimes = [
  { seconds: 3_600, label: "an hour" },
  { seconds: 24 * 3_600, label: "a day" },
  { seconds: 7 * 24 * 3_600, label: "a week" },
  { seconds: 30 * 24 * 3_600, label: "a month" },
  { seconds: 0, label: "for ever" },
] as const;

/** What lets somebody upload without the account's key: make one, hand it on, take it back. */
export function UploadTokens({ connectionId, tokens, canEdit }: UploadTokensProps) {
  const router = useRouter();
  const [ttlSeconds, setTtlSeconds] = useState<number>(lifetimes[1].seconds);
  const [leaving, setLeaving] = useState<UploadToken>();
  const [isPending, startTransition] = useTransition();
  const create = () =>
    startTransition(async () => {
      const made = await createUploadToken({ connectionId, ttlSeconds });
      if (made.ok) {
        toast.success("The token is made.");
        router.refresh();
      } else toast.error(made.error.message);
    });
  const revoke = ({ token }: UploadToken) =>
    startTransition(async () => {
      const revoked = await revokeUploadToken({ connectionId, token });
      if (revoked.ok) {
        toast.success("The token is revoked.");
        router.refresh();
      } else toast.error(revoked.error.message);
      setLeaving(undefined);
    });
  const copy = async (token: string) => {
    try {
      await navigator.clipboard.writeText(token);
      toast.success("Copied. Whoever has it can upload to this account.");
    } catch {
      toast.error("The browser did not let us copy.");
    }
  };
  return (
    <div className="grid gap-5">
      {canEdit && (
        <div className="flex flex-wrap items-center gap-2">
          <label className="flex items-center gap-2 text-sm">
            It lives
            <select
              value={ttlSeconds}
              onChange={(event) => setTtlSeconds(Number(event.target.value))}
              className="h-8 rounded-md border border-border-strong bg-card px-2 text-sm"
            >
              {lifetimes.map(({ seconds, label }) => (
                <option key={seconds} value={seconds}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <Button onClick={create} pending={isPending}>
            <Plus aria-hidden="true" />
            Make a token
          </Button>
        </div>
      )}
      {tokens.length === 0 ? (
        <EmptyState icon={<KeyRound />} title="No upload token">
          With a token a page of yours, or a guest, can upload to this account without its key.
        </EmptyState>
      ) : (
        <Table label="Upload tokens">
          <TableHeader>
            <TableRow>
              <TableHead>Token</TableHead>
              <TableHead>Made</TableHead>
              <TableHead>Ends</TableHead>
              <TableHead>
                <span className="sr-only">Actions</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {tokens.map((each) => (
              <TableRow key={each.token}>
                <TableCell className="font-mono text-xs whitespace-nowrap">…{each.token.slice(-6)}</TableCell>
                <TableCell>{each.createdAt ? <LocalTime at={each.createdAt} /> : "–"}</TableCell>
                <TableCell>{each.expiresAt ? <LocalTime at={each.expiresAt} /> : "never"}</TableCell>
                <TableCell>
                  {canEdit && (
                    <span className="flex justify-end gap-1">
                      <Button
                        variant="ghost"
                        size="icon-sm"
                        aria-label={`Copy the token that ends in ${each.token.slice(-6)}`}
                        title="Copy"
                        onClick={() => void copy(each.token)}
                      >
                        <Copy aria-hidden="true" />
                      </Button>
                      <Button
                        variant="ghost"
                        size="icon-sm"
                        aria-label={`Revoke the token that ends in ${each.token.slice(-6)}`}
                        title="Revoke"
                        onClick={() => setLeaving(each)}
                      >
                        <Trash2 aria-hidden="true" />
                      </Button>
                    </span>
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={(isOpen) => !isOpen && setLeaving(undefined)}
        title="Revoke this token?"
        confirmLabel="Revoke token"
        pending={isPending}
        onConfirm={() => leaving && revoke(leaving)}
      >
        <p>Whoever uses it can upload nothing more. What was uploaded with it stays.</p>
      </ConfirmDialog>
    </div>
  );
}
