"use client";

import { useQuery } from "@tanstack/react-query";
import { ClipboardPaste, KeyRound, Lock, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { toast } from "#components/ui/toast.ts";
import { sortAuthTokens, standingOf } from "#lib/domain/auth-token.ts";
import { checkAuthToken } from "#lib/features/ziggeo/actions/auth-tokens.ts";
import { authTokensQuery } from "#lib/features/ziggeo/client/auth-tokens.ts";
import type { AuthTokenList, AuthTokenView } from "#lib/features/ziggeo/schema/auth-tokens.ts";
import { AuthTokenRow } from "./auth-token-row.tsx";
import { useReader } from "./use-reader.ts";
import { useTokenView } from "./use-token-view.ts";

const TokenDialog = lazy(() => import("./token-dialog.tsx").then((file) => ({ default: file.TokenDialog })));
const PasteDialog = lazy(() => import("./paste-dialog.tsx").then((file) => ({ default: file.PasteDialog })));
const EndToken = lazy(() => import("./end-token.tsx").then((file) => ({ default: file.EndToken })));
const RevealDialog = lazy(() =>
  import("./reveal-dialog.tsx").then((file) => ({ default: file.RevealDialog })),
);

export interface AuthTokensProps {
  readonly connectionId: string;
  /** The registry as it was last checked. */
  readonly initial: AuthTokenList;
  readonly canReveal: boolean;
}

type Open =
  | { readonly kind: "create" | "encrypt" | "paste" }
  | { readonly kind: "edit" | "reveal" | "revoke" | "forget"; readonly token: AuthTokenView };

const sorts = [
  { value: "newest", label: "Newest first" },
  { value: "ends", label: "Ends next first" },
  { value: "name", label: "By name" },
] as const;

/** Our registry of an application's auth tokens: Ziggeo has no list of them. */
export function AuthTokens({ connectionId, initial, canReveal }: AuthTokensProps) {
  const registry = useQuery({
    ...authTokensQuery(connectionId),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.readAt),
    // What the page brought was checked at some time or other; Ziggeo is asked as soon as it is there.
    refetchOnMount: "always",
  });
  const [{ sort, isSoon }, changeView] = useTokenView();
  const [open, setOpen] = useState<Open>();
  const [checking, setChecking] = useState<string>();
  const { tokens, titles, readAt, reason, canEncrypt } = registry.data;
  const reader = useReader(readAt, titles);
  const soon = tokens.filter((token) => standingOf(token, reader.nowMs) === "ends-soon");
  const shown = sortAuthTokens(isSoon && soon.length > 0 ? soon : tokens, sort, reader.nowMs);
  const close = () => setOpen(undefined);
  const refresh = () => void registry.refetch();

  const check = async ({ authTokenId, name }: AuthTokenView) => {
    setChecking(authTokenId);
    try {
      const checked = await checkAuthToken({ authTokenId });
      if (checked.ok) toast.success(`“${name}” is as Ziggeo says now.`);
      else toast.error(checked.error.message);
    } catch {
      toast.error("Reelyard did not answer. Try again in a moment.");
    }
    setChecking(undefined);
    refresh();
  };

  const actions = (
    <>
      <Button onClick={() => setOpen({ kind: "create" })}>
        <Plus aria-hidden="true" />
        New token
      </Button>
      <Button variant="outline" onClick={() => setOpen({ kind: "paste" })}>
        <ClipboardPaste aria-hidden="true" />
        Paste in…
      </Button>
      <Button variant="outline" onClick={() => setOpen({ kind: "encrypt" })}>
        <Lock aria-hidden="true" />
        Encrypt one…
      </Button>
    </>
  );
  const problem = registry.error?.message ?? reason;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {problem !== null && tokens.length > 0 && (
        <Banner
          action={
            <Button variant="outline" size="sm" pending={registry.isFetching} onClick={refresh}>
              Ask again
            </Button>
          }
        >
          <strong>Ziggeo could not be asked.</strong> {problem} What is shown was true when it was last
          checked.
        </Banner>
      )}
      {tokens.length === 0 ? (
        <EmptyState icon={<KeyRound />} title="No auth token yet" actions={actions}>
          A page needs one to play or record videos of this application. Ziggeo keeps no list of them, so
          those made here, or pasted in, are kept on this page.
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2">
            {actions}
            <span className="ms-auto flex flex-wrap items-center gap-2">
              {soon.length > 0 && (
                <Button
                  variant={isSoon ? "secondary" : "ghost"}
                  aria-pressed={isSoon}
                  onClick={() => changeView({ isSoon: !isSoon })}
                >
                  Ending soon <span className="tabular text-muted-foreground">{soon.length}</span>
                </Button>
              )}
              <Choice
                aria-label="Order"
                value={sort}
                options={sorts}
                onChange={(value) => {
                  const chosen = sorts.find((each) => each.value === value);
                  if (chosen) changeView({ sort: chosen.value });
                }}
                className="h-8 w-40"
              />
            </span>
          </div>
          <ul aria-label="Auth tokens" className="divide-y rounded-lg border bg-card">
            {shown.map((token) => (
              <AuthTokenRow
                key={token.authTokenId}
                token={token}
                titles={titles}
                reader={reader}
                canReveal={canReveal}
                isBusy={checking === token.authTokenId}
                onCheck={() => void check(token)}
                onOpen={(kind) => setOpen({ kind, token })}
              />
            ))}
          </ul>
        </>
      )}
      <Suspense fallback={null}>
        {(open?.kind === "create" || open?.kind === "encrypt" || open?.kind === "edit") && (
          <TokenDialog
            connectionId={connectionId}
            purpose={open.kind}
            token={open.kind === "edit" ? open.token : undefined}
            reader={reader}
            canEncrypt={canEncrypt}
            onClose={close}
            onDone={refresh}
          />
        )}
        {open?.kind === "paste" && (
          <PasteDialog connectionId={connectionId} onClose={close} onDone={refresh} />
        )}
        {open?.kind === "reveal" && <RevealDialog token={open.token} onClose={close} />}
        {(open?.kind === "revoke" || open?.kind === "forget") && (
          <EndToken kind={open.kind} token={open.token} reader={reader} onClose={close} onDone={refresh} />
        )}
      </Suspense>
    </div>
  );
}
