"use client";

import { DraftForm } from "#components/forms/draft-form.tsx";
import { SaveBar } from "#components/forms/save-bar.tsx";
import { SwitchRow } from "#components/forms/switch-row.tsx";
import { useDraft } from "#components/forms/use-draft.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { saveFactory } from "#lib/features/telestream/actions.ts";
import type { FactorySummary } from "#lib/features/telestream/schema/factory.ts";

export interface FactoryFormProps {
  connectionId: string;
  factory: FactorySummary;
  canEdit: boolean;
}

const loadSchema = async () => (await import("#lib/features/telestream/schema/factory.ts")).saveFactoryInput;

/** A factory's own details. */
export function FactoryForm({ connectionId, factory, canEdit }: FactoryFormProps) {
  const { factoryId, name, bucket, isPrivate, keepsOriginal } = factory;
  const draft = useDraft(
    { name, bucket, isPrivate, keepsOriginal },
    {
      schema: loadSchema,
      toInput: (values) => ({ connectionId, factoryId, ...values }),
      save: saveFactory,
      done: "Factory saved",
    },
  );
  const { values, set, errors } = draft;
  return (
    <DraftForm draft={draft} className="grid max-w-lg gap-4">
      <fieldset disabled={!canEdit} className="grid gap-4">
        <legend className="sr-only">Details of {name}</legend>
        <Field label="Name" error={errors.name}>
          <Input value={values.name} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Field
          label="Bucket"
          optional
          error={errors.bucket}
          help="Where the service keeps the files; a change holds for what comes from now on."
        >
          <Input
            value={values.bucket}
            spellCheck={false}
            className="font-mono"
            onChange={(event) => set({ bucket: event.target.value })}
          />
        </Field>
        <SwitchRow
          label="Keep the originals"
          help="Off, a source is gone once its encodings are made, and nothing can be made of it again."
          checked={values.keepsOriginal}
          disabled={!canEdit}
          onChange={(checked) => set({ keepsOriginal: checked })}
        />
        <SwitchRow
          label="Private files"
          help="On, the bucket's files open by signed addresses alone."
          checked={values.isPrivate}
          disabled={!canEdit}
          onChange={(checked) => set({ isPrivate: checked })}
        />
      </fieldset>
      {canEdit && (
        <SaveBar
          label="Save details"
          isChanged={draft.isChanged}
          isPending={draft.isPending}
          message={draft.message}
          onReset={draft.reset}
        />
      )}
    </DraftForm>
  );
}
