"use client";

import { type FormEvent, useId, useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { SwitchRow } from "#components/forms/switch-row.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { type AuthTokenRules, type DescribeOptions, describeAuthToken } from "#lib/domain/auth-token.ts";
import type { Failure, Result } from "#lib/domain/result.ts";
import {
  createAuthToken,
  encryptAuthToken,
  updateAuthToken,
} from "#lib/features/ziggeo/actions/auth-tokens.ts";
import type { AuthTokenView } from "#lib/features/ziggeo/schema/auth-tokens.ts";
import { GrantsEditor } from "./grants-editor.tsx";
import { LimitsEditor } from "./limits-editor.tsx";
import { RevealedToken } from "./revealed-token.tsx";
import { type RulesDraft, toDescribable, toDraft, toRules } from "./rules-draft.ts";

type Purpose = "create" | "edit" | "encrypt";

export interface TokenDialogProps {
  readonly connectionId: string;
  readonly purpose: Purpose;
  /** The one to edit. */
  readonly token?: AuthTokenView | undefined;
  readonly reader: DescribeOptions;
  readonly canEncrypt: boolean;
  onClose(): void;
  onDone(): void;
}

const words = {
  create: {
    title: "New auth token",
    about: "Kept at Ziggeo, and in this registry: it can be changed and revoked at any time.",
    act: "Make the token",
    note: "Copy it now: it is not shown to you again. This registry keeps it, sealed, for code of pages.",
  },
  edit: {
    title: "Edit the auth token",
    about: "Pages that have it can do from then on what you say here.",
    act: "Save",
    note: "",
  },
  encrypt: {
    title: "Encrypt an auth token",
    about:
      "Made here with the application’s encryption key: Ziggeo learns of it when a page uses it. It is kept nowhere and cannot be taken back, so give it an end.",
    act: "Encrypt",
    note: "Copy it now: it is kept nowhere. It works until it ends, or the encryption key is changed.",
  },
} as const;

/** What a token allows, ticked and said in words; and its value, once, when it is made. */
export function TokenDialog({ purpose, token, reader, canEncrypt, ...props }: TokenDialogProps) {
  const [made, setMade] = useState<{ value: string; sentence: string }>();
  const { title, about, note } = words[purpose];
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()}>
      <DialogContent className="sm:top-[6dvh] sm:max-w-xl">
        <DialogHeader>
          <DialogTitle>{made ? "Here it is" : title}</DialogTitle>
          <DialogDescription>{made ? made.sentence : about}</DialogDescription>
        </DialogHeader>
        {made ? (
          <>
            <RevealedToken token={made.value} note={note} />
            <DialogFooter>
              <Button variant="outline" onClick={props.onClose}>
                Done
              </Button>
            </DialogFooter>
          </>
        ) : purpose === "encrypt" && !canEncrypt ? (
          <p className="text-sm text-pretty text-soft-foreground">
            This connection has no encryption key. The owner can add it under Connections, from the
            application’s page at Ziggeo.
          </p>
        ) : (
          <TokenForm {...props} purpose={purpose} token={token} reader={reader} onMade={setMade} />
        )}
      </DialogContent>
    </Dialog>
  );
}

interface TokenFormProps extends Omit<TokenDialogProps, "canEncrypt"> {
  onMade(made: { value: string; sentence: string }): void;
}

function TokenForm({ connectionId, purpose, token, reader, onClose, onDone, onMade }: TokenFormProps) {
  const [name, setName] = useState(token?.name ?? "");
  const [draft, setDraft] = useState<RulesDraft>(() => initialDraft(purpose, token));
  const [failure, setFailure] = useState<Failure>();
  const [isPending, setPending] = useState(false);
  const sentenceId = useId();
  const errors = failure?.fields ?? {};
  const change = (changed: Partial<RulesDraft>) => setDraft({ ...draft, ...changed });
  const describe = (rules: AuthTokenRules) =>
    describeAuthToken(toDescribable(rules), { ...reader, nowMs: Date.now() });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    setPending(true);
    const rules = toRules(draft, Date.now());
    const outcome = await settle(() => send(purpose, { connectionId, name, rules, token }));
    setPending(false);
    if (!outcome.ok) return setFailure(outcome.error);
    onDone();
    if (outcome.value !== null) return onMade({ value: outcome.value, sentence: describe(rules) });
    toast.success(`“${name.trim()}” is changed.`);
    onClose();
  };

  const known = ["name", "rules.sessionLimit", "rules.usageSeconds", "rules.expiresAt"];
  const isShown = Object.keys(errors).some(
    (field) => known.includes(field) || field.startsWith("rules.grants."),
  );
  return (
    <form className="grid gap-5" noValidate onSubmit={(event) => void submit(event)}>
      {purpose !== "encrypt" && (
        <Field label="Name" error={errors.name} help="For this registry alone: where is it used?">
          <Input
            autoFocus
            value={name}
            maxLength={80}
            autoComplete="off"
            dir="auto"
            placeholder="Homepage player"
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
      )}
      <GrantsEditor grants={draft.grants} errors={errors} onChange={(grants) => change({ grants })} />
      <LimitsEditor draft={draft} errors={errors} onChange={change} />
      {purpose !== "encrypt" && (
        <div className="grid gap-3">
          <SwitchRow
            label="Hidden"
            help="It exists, and no page can use it as it is."
            checked={draft.hidden}
            onChange={(hidden) => change({ hidden })}
          />
          <SwitchRow
            label="Volatile"
            help="Removed by itself while it grants nothing."
            checked={draft.volatile}
            onChange={(volatile) => change({ volatile })}
          />
        </div>
      )}
      <div className="-mx-5 -mb-5 grid gap-3 border-t bg-popover px-5 pt-3 pb-5 sm:sticky sm:-bottom-5">
        <p id={sentenceId} aria-live="polite" className="text-sm text-pretty text-soft-foreground">
          {describe(toRules(draft, Date.now()))}
        </p>
        <FormMessage message={failure && !isShown ? failure.message : null} />
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" pending={isPending} aria-describedby={sentenceId}>
            {words[purpose].act}
          </Button>
        </DialogFooter>
      </div>
    </form>
  );
}

/** Nobody can take back what is encrypted: it ends unless somebody says otherwise. */
function initialDraft(purpose: Purpose, token: AuthTokenView | undefined): RulesDraft {
  const draft = toDraft(token?.rules);
  return purpose === "encrypt" ? { ...draft, end: "day" } : draft;
}

interface Sent {
  readonly connectionId: string;
  readonly name: string;
  readonly rules: AuthTokenRules;
  readonly token: AuthTokenView | undefined;
}

/** The new token's value; null where there is nothing to show. */
async function send(
  purpose: Purpose,
  { connectionId, name, rules, token }: Sent,
): Promise<Result<string | null>> {
  if (purpose === "edit") {
    const saved = await updateAuthToken({ authTokenId: token?.authTokenId, name, rules });
    return saved.ok ? { ok: true, value: null } : saved;
  }
  const made =
    purpose === "create"
      ? await createAuthToken({ connectionId, name, rules })
      : await encryptAuthToken({ connectionId, rules });
  return made.ok ? { ok: true, value: made.value.token } : made;
}

async function settle<Value>(run: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await run();
  } catch {
    const message = "Reelyard did not answer. It may have happened all the same: look before you try again.";
    return { ok: false, error: { code: "provider_unavailable", message, fields: {} } };
  }
}
