"use client";

import { useState } from "react";
import { DraftForm } from "#components/forms/draft-form.tsx";
import { SaveBar } from "#components/forms/save-bar.tsx";
import { useDraft } from "#components/forms/use-draft.ts";
import { Choice } from "#components/ui/choice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { addPushService } from "#lib/features/ziggeo/actions.ts";
import { addPushServiceInput } from "#lib/features/ziggeo/schema/push-service.ts";

const empty = {
  title: "",
  url: "",
  authorization: "",
  endpoint: "",
  bucket: "",
  region: "us-east-1",
  prefix: "",
  accessKeyId: "",
  secretAccessKey: "",
};
type Values = typeof empty;

const types = [
  { value: "put", label: "HTTP PUT" },
  { value: "s3", label: "S3-compatible bucket" },
] as const;

const fields: Readonly<
  Record<"put" | "s3", readonly (readonly [name: keyof Values, label: string, help?: string])[]>
> = {
  put: [
    ["url", "Address", "A file is sent to this address, a slash and its name."],
    ["authorization", "Authorization header", "Sent along with each file. Empty: none."],
  ],
  s3: [
    ["endpoint", "Endpoint", "Such as https://s3.eu-central-1.amazonaws.com."],
    ["bucket", "Bucket"],
    ["region", "Region"],
    ["prefix", "Prefix", "Before each file's name."],
    ["accessKeyId", "Access key id"],
    ["secretAccessKey", "Secret access key"],
  ],
};
const secrets: ReadonlySet<keyof Values> = new Set(["authorization", "secretAccessKey"]);
const optional: ReadonlySet<keyof Values> = new Set(["authorization", "prefix", "region"]);

/** A new place that the engine pushes to. Its keys are kept there and never shown again. */
export function PushServiceForm({ assetId, onAdded }: { assetId: string; onAdded(): void }) {
  const [type, setType] = useState<"put" | "s3">("put");
  const draft = useDraft(empty, {
    schema: addPushServiceInput,
    toInput: (values) => ({ type, assetId, ...values }),
    save: addPushService,
    done: "The push service is there",
    onSaved: onAdded,
  });
  return (
    <DraftForm
      draft={draft}
      autoComplete="off"
      aria-label="New push service"
      className="grid gap-3 rounded-lg border p-3"
    >
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="Name" error={draft.errors.title}>
          <Input value={draft.values.title} onChange={(event) => draft.set({ title: event.target.value })} />
        </Field>
        <Field label="Kind">
          <Choice value={type} options={types} onChange={(value) => setType(value === "s3" ? "s3" : "put")} />
        </Field>
        {fields[type].map(([name, label, help]) => (
          <Field
            key={name}
            label={label}
            optional={optional.has(name)}
            help={help}
            error={draft.errors[name]}
          >
            <Input
              type={secrets.has(name) ? "password" : "text"}
              autoComplete={secrets.has(name) ? "new-password" : "off"}
              spellCheck={false}
              value={draft.values[name]}
              onChange={(event) => draft.set({ [name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <SaveBar
        label="Add service"
        isChanged={draft.isChanged}
        isPending={draft.isPending}
        message={draft.message}
        onReset={draft.reset}
      />
    </DraftForm>
  );
}
