"use client";

import { ChevronRight } from "lucide-react";
import { lazy, Suspense, useId, useState } from "react";
import { Age } from "#components/ui/age.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/class-names.ts";
import { MoreMenu, type MoreMenuItem } from "#components/ui/more-menu.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { type DescribeOptions, describeAuthToken, standingOf } from "#lib/domain/auth-token.ts";
import type { AuthTokenView } from "#lib/features/ziggeo/schema/auth-tokens.ts";
import { standingMarks, standingWord } from "./standing-words.ts";

const AuthTokenDetails = lazy(() =>
  import("./auth-token-details.tsx").then((file) => ({ default: file.AuthTokenDetails })),
);

export interface AuthTokenRowProps {
  readonly token: AuthTokenView;
  readonly titles: Readonly<Record<string, string>>;
  readonly reader: DescribeOptions;
  readonly canReveal: boolean;
  readonly isBusy: boolean;
  onCheck(): void;
  onOpen(what: "edit" | "reveal" | "revoke" | "forget"): void;
}

/** One token: how it stands, what it allows in a sentence, and all of it when opened. */
export function AuthTokenRow({
  token,
  titles,
  reader,
  canReveal,
  isBusy,
  onCheck,
  onOpen,
}: AuthTokenRowProps) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  const { name, hint, rules, isGone } = token;
  const standing = standingOf(token, reader.nowMs);
  const items: MoreMenuItem[] = [
    { label: "Check now", onSelect: onCheck },
    ...(isGone ? [] : [{ label: "Edit…", onSelect: () => onOpen("edit") }]),
    ...(canReveal && !isGone ? [{ label: "Show the value…", onSelect: () => onOpen("reveal") }] : []),
    isGone
      ? { label: "Forget…", onSelect: () => onOpen("forget"), beginsGroup: true }
      : { label: "Revoke…", onSelect: () => onOpen("revoke"), isDestructive: true, beginsGroup: true },
  ];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1 px-4 py-3">
      <div className="-my-1 flex items-center gap-3">
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={details}
            onClick={() => setOpen(!isOpen)}
            className="flex max-w-full items-center gap-1.5 rounded-sm text-start text-sm font-medium"
          >
            <ChevronRight
              className={cn(
                "size-4 shrink-0 text-muted-foreground transition-transform rtl:-scale-x-100",
                isOpen && "rotate-90",
              )}
              aria-hidden="true"
            />
            <span className="clip-line" dir="auto">
              {name}
            </span>
            <code className="shrink-0 text-xs font-normal text-muted-foreground">…{hint}</code>
          </button>
        </h2>
        <Badge variant={standing === "gone" ? "destructive" : "default"}>
          <StatusMark status={standingMarks[standing]} className="size-3" />
          {standingWord(standing, rules, reader.nowMs)}
        </Badge>
        <MoreMenu label={`More for ${name}`} items={items} disabled={isBusy} />
      </div>
      <p className="ps-5.5 text-sm text-pretty text-soft-foreground">
        {isGone ? "Ziggeo does not have it any more: it allows nothing." : describeAuthToken(rules, reader)}
      </p>
      <p className="flex flex-wrap gap-x-3 gap-y-0.5 ps-5.5 text-xs text-muted-foreground">
        <Checked token={token} />
        <span>
          {token.origin === "made" ? "Made" : "Pasted in"} by <span dir="auto">{token.createdBy}</span>
        </span>
      </p>
      <div id={details} hidden={!isOpen} className="mt-2 grid gap-4 ps-5.5">
        {isOpen && (
          <Suspense fallback={<Skeleton className="h-64 max-w-2xl" />}>
            <AuthTokenDetails token={token} titles={titles} />
          </Suspense>
        )}
      </div>
    </li>
  );
}

function Checked({ token: { checkedAt, checkFailure } }: { token: AuthTokenView }) {
  if (checkFailure === null) {
    return (
      <span>
        Checked <Age since={checkedAt} />
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1 text-degraded-text" title={checkFailure}>
      <StatusMark status="degraded" className="size-3" />
      <span>
        As it was <Age since={checkedAt} />; could not be checked since
      </span>
    </span>
  );
}
