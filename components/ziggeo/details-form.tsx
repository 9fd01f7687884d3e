"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DraftForm } from "#components/forms/draft-form.tsx";
import { SaveBar } from "#components/forms/save-bar.tsx";
import { SwitchRow } from "#components/forms/switch-row.tsx";
import { useDraft } from "#components/forms/use-draft.ts";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { assetQuery } from "#lib/features/library/client.ts";
import { changeDetails } from "#lib/features/ziggeo/actions.ts";
import { detailsQuery, keyOwnerQuery } from "#lib/features/ziggeo/client.ts";
import { tidyJson } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import {
  changeDetailsInput,
  changedDetails,
  type VideoDetails,
  videoDetails,
} from "#lib/features/ziggeo/schema/details.ts";
import { firstDeletionDay, fromValues, toValues } from "./detail-values.ts";
import { JsonField } from "./json-field.tsx";
import { useSettled } from "./use-settled.ts";

export interface DetailsFormProps {
  assetId: string;
  details: VideoDetails;
  canEdit: boolean;
}

const typingMs = 300;

/** What is said of a video at Ziggeo. Only what was changed is sent, and nothing of somebody else's is written over. */
export function DetailsForm({ assetId, details, canEdit }: DetailsFormProps) {
  const cache = useQueryClient();
  const query = detailsQuery(assetId);
  const draft = useDraft(toValues(details), {
    schema: changeDetailsInput,
    toInput: (typed) => ({
      assetId,
      before: details,
      after: changedDetails(details, fromValues(typed, tidyJson)),
    }),
    save: async (input) => {
      const answer = await changeDetails(input);
      if (!answer.ok && answer.error.code === "conflict") void cache.invalidateQueries(query);
      return answer;
    },
    done: "Details saved",
    onSaved: (value) => {
      cache.setQueryData(query.queryKey, videoDetails.parse(value));
      void cache.invalidateQueries({ queryKey: assetQuery(assetId).queryKey });
    },
  });
  const [shown, setShown] = useState(details);
  if (shown !== details) {
    setShown(details);
    draft.rebase(toValues(details));
  }
  const { values, set } = draft;
  const errorOf = (name: keyof VideoDetails) => draft.errors[`after.${name}`];
  const taken = useKeyWarning(assetId, values.key.trim(), details.key);
  return (
    <DraftForm draft={draft} aria-label="Details at Ziggeo" className="grid gap-4">
      <fieldset disabled={!canEdit} className="grid gap-4">
        <legend className="mb-3 text-sm font-medium">Details</legend>
        <Field label="Title" error={errorOf("title")}>
          <Input value={values.title} dir="auto" onChange={(event) => set({ title: event.target.value })} />
        </Field>
        <Field label="Description" optional error={errorOf("description")}>
          <Textarea
            value={values.description}
            dir="auto"
            rows={3}
            onChange={(event) => set({ description: event.target.value })}
          />
        </Field>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field
            label="Key"
            optional
            error={errorOf("key") ?? taken}
            help="A name of your own for it: _key stands for the token in every call."
          >
            <Input
              value={values.key}
              spellCheck={false}
              className="font-mono"
              onChange={(event) => set({ key: event.target.value })}
            />
          </Field>
          <Field label="Tags" optional error={tagsError(draft.errors)} help="Set apart by commas.">
            <Input value={values.tags} dir="auto" onChange={(event) => set({ tags: event.target.value })} />
          </Field>
          <Field
            label="Shortest, in seconds"
            optional
            error={errorOf("minDurationSeconds")}
            help="A shorter video is refused."
          >
            <Input
              inputMode="decimal"
              className="tabular"
              value={values.minDurationSeconds}
              onChange={(event) => set({ minDurationSeconds: event.target.value })}
            />
          </Field>
          <Field
            label="Longest, in seconds"
            optional
            error={errorOf("maxDurationSeconds")}
            help="A longer one is cut there, a recording ends."
          >
            <Input
              inputMode="decimal"
              className="tabular"
              value={values.maxDurationSeconds}
              onChange={(event) => set({ maxDurationSeconds: event.target.value })}
            />
          </Field>
          <Field
            label="Deletion date"
            optional
            error={errorOf("deletionDay")}
            help="Ziggeo deletes the video when this day begins (UTC). Empty: never."
          >
            <Input
              type="date"
              min={firstDeletionDay()}
              value={values.deletionDay}
              onChange={(event) => set({ deletionDay: event.target.value })}
            />
          </Field>
        </div>
        <SwitchRow
          label="Volatile"
          help="On, it vanishes by itself if no video is ever attached."
          checked={values.isVolatile}
          disabled={!canEdit}
          onChange={(isVolatile) => set({ isVolatile })}
        />
        <JsonField
          value={values.data}
          error={errorOf("data")}
          disabled={!canEdit}
          onChange={(data) => set({ data })}
        />
      </fieldset>
      {canEdit && (
        <SaveBar
          label="Save details"
          isChanged={draft.isChanged}
          isPending={draft.isPending}
          message={draft.errors.after ?? draft.message}
          onReset={draft.reset}
        />
      )}
    </DraftForm>
  );
}

/** Errors of single tags stand at the field that holds them all. */
function tagsError(errors: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(errors).find(([field]) => field.startsWith("after.tags"))?.[1];
}

/** Said while it is typed: saving would be refused. */
function useKeyWarning(assetId: string, typed: string, saved: string): string | undefined {
  const key = useSettled(typed, typingMs);
  const isNew = key !== "" && key !== saved && key === typed;
  const { data: owners } = useQuery(keyOwnerQuery(assetId, isNew ? key : ""));
  const owner = isNew ? owners?.find((each) => each.assetId !== assetId) : undefined;
  return owner && `“${owner.title}” has this key already.`;
}
