"use client";

import { type ReactNode, useId } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { type AuthOperation, authOperations } from "#lib/domain/auth-token.ts";
import { operationWords } from "./grants-matrix.tsx";
import type { GrantDraft, RulesDraft } from "./rules-draft.ts";

export interface GrantsEditorProps {
  readonly grants: RulesDraft["grants"];
  readonly errors: Readonly<Record<string, string>>;
  onChange(grants: RulesDraft["grants"]): void;
}

/** The matrix, to be ticked: what the token lets a page do, and with which videos. */
export function GrantsEditor({ grants, errors, onChange }: GrantsEditorProps) {
  const change = (operation: AuthOperation, changed: Partial<GrantDraft>) =>
    onChange({ ...grants, [operation]: { ...grants[operation], ...changed } });
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">It lets a page</legend>
      <div className="grid grid-cols-[4.5rem_repeat(3,minmax(0,1fr))] items-center text-sm">
        <span />
        {["every video", "its session’s", "named ones"].map((reach) => (
          <span key={reach} aria-hidden="true" className="py-1 pe-2 text-xs text-muted-foreground">
            {reach}
          </span>
        ))}
        {authOperations.map((operation) => (
          <Row
            key={operation}
            operation={operation}
            grant={grants[operation]}
            error={errorOf(errors, operation)}
            onChange={(changed) => change(operation, changed)}
          />
        ))}
      </div>
    </fieldset>
  );
}

const errorOf = (errors: Readonly<Record<string, string>>, operation: AuthOperation) =>
  Object.entries(errors).find(([field]) => field.startsWith(`rules.grants.${operation}.resources`))?.[1];

interface RowProps {
  readonly operation: AuthOperation;
  readonly grant: GrantDraft;
  readonly error: string | undefined;
  onChange(changed: Partial<GrantDraft>): void;
}

function Row({ operation, grant, error, onChange }: RowProps) {
  const note = useId();
  const word = operationWords[operation];
  const { all, sessionOwned, isNamed, names } = grant;
  return (
    <>
      <span className="flex min-h-9 items-center border-t font-medium">{word}</span>
      <Cell>
        <Checkbox
          aria-label={operation === "create" ? "Make videos" : `${word} every video`}
          checked={all}
          onCheckedChange={(isOn) => onChange({ all: isOn === true })}
        />
      </Cell>
      <Cell>
        <Checkbox
          aria-label={
            operation === "create" ? "Make videos that its session owns" : `${word} videos of its session`
          }
          checked={sessionOwned}
          onCheckedChange={(isOn) => onChange({ sessionOwned: isOn === true })}
        />
      </Cell>
      <Cell>
        {operation === "create" ? (
          <span className="text-gray-8" aria-hidden="true">
            –
          </span>
        ) : (
          <Checkbox
            aria-label={`${word} named videos`}
            checked={isNamed}
            onCheckedChange={(isOn) => onChange({ isNamed: isOn === true })}
          />
        )}
      </Cell>
      {isNamed && operation !== "create" && (
        <div className="col-span-full grid gap-1 pb-2">
          <Textarea
            aria-label={`Videos to ${word.toLowerCase()}`}
            aria-describedby={note}
            aria-invalid={error !== undefined || undefined}
            rows={2}
            value={names}
            spellCheck={false}
            onChange={({ target }) => onChange({ names: target.value })}
            className="min-h-14 font-mono text-xs"
          />
          <p id={note} className={error ? "text-xs text-failed-text" : "text-xs text-muted-foreground"}>
            {error ?? "Tokens of videos, or keys after an underscore; one a line."}
          </p>
        </div>
      )}
    </>
  );
}

function Cell({ children }: { children: ReactNode }) {
  return <span className="flex min-h-9 items-center border-t">{children}</span>;
}
