"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AskAgain } from "#components/ui/ask-again.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import { useReader } from "#components/ziggeo/auth-tokens/use-reader.ts";
import { type AuthTokenRules, describeAuthToken, standingOf } from "#lib/domain/auth-token.ts";
import { type EmbedKind, findMissingGrant } from "#lib/domain/embed-code.ts";
import { embedOptionsQuery } from "#lib/features/ziggeo/client/auth-tokens.ts";
import type { AuthTokenView, EmbedOptions } from "#lib/features/ziggeo/schema/auth-tokens.ts";
import { EmbedCode } from "./embed-code.tsx";
import { EmbedPreview } from "./embed-preview.tsx";
import { choiceOf, encryptChoices, noToken, type TokenChoice } from "./token-choice.ts";

/** Code for pages elsewhere: a player or a recorder of this video, with the token it needs; and how it plays. */
export function EmbedSection({ assetId }: { assetId: string }) {
  const options = useQuery(embedOptionsQuery(assetId));
  return (
    <section aria-labelledby="ziggeo-embed" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h3 id="ziggeo-embed" className="text-sm font-medium">
        Embed
      </h3>
      {options.isPending && (
        <>
          <Skeleton className="mt-5 h-9 max-w-md" />
          <Skeleton className="h-40" />
        </>
      )}
      {options.error && <AskAgain reason={options.error.message} onAsk={() => void options.refetch()} />}
      {options.data && <EmbedDesk assetId={assetId} options={options.data} />}
    </section>
  );
}

const kinds: readonly { readonly kind: EmbedKind; readonly label: string }[] = [
  { kind: "player", label: "Player" },
  { kind: "rerecorder", label: "Record again" },
  { kind: "recorder", label: "Record a new one" },
  { kind: "video", label: "Plain HTML" },
];

function EmbedDesk({ assetId, options }: { assetId: string; options: EmbedOptions }) {
  const usable = options.tokens.filter((token) => isUsable(token, Date.parse(options.readAt)));
  const [kind, setKind] = useState<EmbedKind>("player");
  const [value, setValue] = useState(() => firstChoice(usable, options));
  const reader = useReader(options.readAt, options.titles);
  const choice = choiceOf(value, usable);
  return (
    <>
      <Field label="Auth token" help={usable.length < options.tokens.length ? leftOut : undefined}>
        <Choice
          value={value}
          options={[
            { value: noToken, label: "None" },
            ...usable.map(({ authTokenId, name, hint }) => ({
              value: authTokenId,
              label: `${name} (…${hint})`,
            })),
            ...(options.canEncrypt
              ? encryptChoices.map(({ value: each, label }) => ({ value: each, label }))
              : []),
          ]}
          onChange={setValue}
          className="max-w-md"
        />
      </Field>
      <Tabs
        value={kind}
        onValueChange={(next) => setKind(kinds.find((each) => each.kind === next)?.kind ?? kind)}
      >
        <TabsList aria-label="What the page gets">
          {kinds.map((each) => (
            <TabsTrigger key={each.kind} value={each.kind}>
              {each.label}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value={kind} className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <Meaning
            kind={kind}
            choice={choice}
            options={options}
            describe={(rules) => describeAuthToken(rules, reader)}
          />
          <EmbedCode assetId={assetId} kind={kind} choice={choice} options={options} />
        </TabsContent>
      </Tabs>
      <EmbedPreview key={value} assetId={assetId} choice={choice} />
    </>
  );
}

const leftOut = "Hidden ones, and those that are over, are left out: no page can use them.";

const isUsable = (token: AuthTokenView, nowMs: number) =>
  !["hidden", "ended", "gone"].includes(standingOf(token, nowMs));

/** A token of the registry that plays this video, if the application asks for one at all. */
function firstChoice(usable: readonly AuthTokenView[], options: EmbedOptions): string {
  if (options.needsToken?.read === false) return noToken;
  const video = { token: options.videoToken, key: options.videoKey };
  const fitting = usable.find(({ rules }) => findMissingGrant("player", rules.grants, video) === undefined);
  return fitting?.authTokenId ?? noToken;
}

const needOf = (kind: EmbedKind) =>
  kind === "recorder" ? "create" : kind === "rerecorder" ? "update" : "read";

interface MeaningProps {
  readonly kind: EmbedKind;
  readonly choice: TokenChoice;
  readonly options: EmbedOptions;
  describe(rules: AuthTokenRules): string;
}

/** What whoever opens the page can do then; and what will not work. */
function Meaning({ kind, choice, options, describe }: MeaningProps) {
  const warning = findWarning(kind, choice, options);
  return (
    <div className="grid gap-1 text-sm text-pretty text-soft-foreground">
      {choice.token && <p>On the page anybody has it. {describe(choice.token.rules)}</p>}
      {choice.kind === "encrypt" && (
        <p>
          Made when you copy, with the application’s encryption key, for this page alone: no more than it
          needs, for {choice.span}. It cannot be taken back.
        </p>
      )}
      {choice.kind === "none" && !warning && <p>Anybody who opens the page can use it.</p>}
      {warning && (
        <p className="flex items-start gap-2 text-degraded-text">
          <StatusMark status="degraded" className="mt-[3px]" />
          {warning}
        </p>
      )}
    </div>
  );
}

function findWarning(kind: EmbedKind, { kind: chosen, token }: TokenChoice, options: EmbedOptions) {
  const { needsToken, videoToken, videoKey } = options;
  if (token) {
    const missing = findMissingGrant(kind, token.rules.grants, { token: videoToken, key: videoKey });
    return missing && `This token does not let anybody ${missing}.`;
  }
  if (chosen !== "none") return undefined;
  if (!needsToken) return "Ziggeo could not be asked whether a page needs a token for that.";
  if (!needsToken[needOf(kind)]) return undefined;
  return `This application asks a token for that: without one the page ${kind === "recorder" ? "records" : "plays"} nothing.`;
}
