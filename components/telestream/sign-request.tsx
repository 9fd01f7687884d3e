"use client";

import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { signRequest } from "#lib/features/telestream/actions.ts";
import { type SignableMethod, signableMethods } from "#lib/features/telestream/schema/signable-methods.ts";
import type { SignedRequestView } from "#lib/features/telestream/schema/signing.ts";
import type { FactoryOption } from "./board-filters.tsx";
import { SignedRequest } from "./signed-request.tsx";

interface Row {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

interface Draft {
  readonly method: SignableMethod;
  readonly path: string;
  readonly rows: readonly Row[];
}

interface Example {
  readonly label: string;
  readonly method: SignableMethod;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const examples: readonly Example[] = [
  { label: "List videos", method: "GET", path: "/videos.json", parameters: { page: "1", per_page: "20" } },
  {
    label: "Upload from a page",
    method: "POST",
    path: "/videos/upload.json",
    parameters: { file_name: "clip.mp4", file_size: "1048576", profiles: "h264" },
  },
  {
    label: "Fetch a web address",
    method: "POST",
    path: "/videos.json",
    parameters: { source_url: "https://example.com/clip.mp4", profiles: "h264" },
  },
];

export interface SignRequestProps {
  connectionId: string;
  factories: readonly FactoryOption[];
  /** Editors sign what they could do here anyway. */
  isLimited: boolean;
}

let lastId = 0;
const toRow = ([name, value]: readonly [string, string]): Row => ({ id: ++lastId, name, value });

/** A call put together at the left; at the right what makes it, for whoever is to make it. */
export function SignRequest({ connectionId, factories, isLimited }: SignRequestProps) {
  const [first] = factories;
  const withFactory = (parameters: Readonly<Record<string, string>>) =>
    Object.entries({ ...(first && { factory_id: first.factoryId }), ...parameters }).map(toRow);
  const [draft, setDraft] = useState<Draft>(() => ({
    method: "GET",
    path: "/videos.json",
    rows: withFactory({}),
  }));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [message, setMessage] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const [signed, setSigned] = useState<SignedRequestView>();

  const change = (changed: Partial<Draft>) => {
    setDraft({ ...draft, ...changed });
    setSigned(undefined);
  };
  const changeRow = (id: number, changed: Partial<Row>) =>
    change({ rows: draft.rows.map((row) => (row.id === id ? { ...row, ...changed } : row)) });

  async function sign(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    const parameters = draft.rows
      .filter(({ name, value }) => name || value)
      .map(({ name, value }) => ({ name, value }));
    const input = { connectionId, method: draft.method, path: draft.path, parameters };
    setErrors({});
    setMessage(null);
    setPending(true);
    try {
      const { signRequestInput } = await import("#lib/features/telestream/schema/signing.ts");
      const parsed = signRequestInput.safeParse(input);
      if (!parsed.success) {
        const found: Record<string, string> = {};
        for (const { path, message: fault } of parsed.error.issues) found[path.join(".")] ??= fault;
        setErrors(found);
        return;
      }
      const answer = await signRequest(input);
      if (answer.ok) setSigned(answer.value);
      else {
        setErrors(answer.error.fields);
        setMessage(
          answer.error.code === "forbidden"
            ? "Editors sign reads, and changes of videos and encodings. An owner signs the rest."
            : answer.error.message,
        );
      }
    } catch {
      setMessage("Reelyard did not answer. What you entered is still here: try again.");
    } finally {
      setPending(false);
    }
  }

  return (
    <div className="grid max-w-6xl items-start gap-x-10 gap-y-6 lg:grid-cols-2">
      <form method="post" noValidate onSubmit={(event) => void sign(event)} className="grid gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-xs text-muted-foreground">Begin with</span>
          {examples.map((example) => (
            <Button
              key={example.label}
              variant="outline"
              size="sm"
              onClick={() =>
                change({ method: example.method, path: example.path, rows: withFactory(example.parameters) })
              }
            >
              {example.label}
            </Button>
          ))}
        </div>
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-3">
          <Field label="Method">
            <Choice
              value={draft.method}
              options={signableMethods.map((method) => ({ value: method, label: method }))}
              onChange={(value) =>
                change({ method: signableMethods.find((method) => method === value) ?? "GET" })
              }
            />
          </Field>
          <Field label="Path" error={errors.path} help="Without the version: /videos.json">
            <Input
              value={draft.path}
              spellCheck={false}
              className="font-mono"
              onChange={(event) => change({ path: event.target.value })}
            />
          </Field>
        </div>
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 text-sm font-medium">Parameters</legend>
          {draft.rows.map((row, place) => (
            <ParameterRow
              key={row.id}
              row={row}
              error={errors[`parameters.${place}.name`] ?? errors[`parameters.${place}.value`]}
              onChange={(changed) => changeRow(row.id, changed)}
              onRemove={() => change({ rows: draft.rows.filter(({ id }) => id !== row.id) })}
            />
          ))}
          <Button
            variant="ghost"
            size="sm"
            className="justify-self-start"
            onClick={() => change({ rows: [...draft.rows, toRow(["", ""])] })}
          >
            <Plus aria-hidden="true" />
            Add a parameter
          </Button>
        </fieldset>
        <FormMessage message={message} />
        <div className="flex items-center gap-3">
          <Button type="submit" pending={isPending}>
            Sign
          </Button>
          <p className="text-xs text-pretty text-muted-foreground">
            {isLimited
              ? "For reads, and for changes of videos and encodings. "
              : "Whoever gets the result can make this call until it expires. "}
            Kept in the audit log.
          </p>
        </div>
      </form>
      {signed ? <SignedRequest signed={signed} /> : <Waiting />}
    </div>
  );
}

interface ParameterRowProps {
  row: Row;
  error: string | undefined;
  onChange(change: Partial<Row>): void;
  onRemove(): void;
}

function ParameterRow({ row, error, onChange, onRemove }: ParameterRowProps) {
  return (
    <div className="grid gap-1">
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_2rem] items-center gap-2">
        <Input
          aria-label="Name"
          value={row.name}
          placeholder="name"
          spellCheck={false}
          aria-invalid={error !== undefined || undefined}
          className="h-8 font-mono text-xs"
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <Input
          aria-label={`Value of ${row.name || "the parameter"}`}
          value={row.value}
          placeholder="value"
          spellCheck={false}
          className="h-8 font-mono text-xs"
          onChange={(event) => onChange({ value: event.target.value })}
        />
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove ${row.name || "the parameter"}`}
          onClick={onRemove}
        >
          <X aria-hidden="true" />
        </Button>
      </div>
      {error && (
        <p role="alert" className="text-xs text-failed-text">
          {error}
        </p>
      )}
    </div>
  );
}

function Waiting() {
  return (
    <div className="grid min-h-48 place-content-center rounded-lg border border-dashed border-gray-8 p-6 text-center max-lg:hidden">
      <p className="max-w-xs text-sm text-pretty text-muted-foreground">
        The signed parameters, the address and a line for curl appear here. The secret never leaves this
        server.
      </p>
    </div>
  );
}
