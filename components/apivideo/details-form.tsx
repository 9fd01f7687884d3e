"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { DraftForm } from "#components/forms/draft-form.tsx";
import { SaveBar } from "#components/forms/save-bar.tsx";
import { SwitchRow } from "#components/forms/switch-row.tsx";
import { useDraft } from "#components/forms/use-draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { saveDetails } from "#lib/features/apivideo/actions.ts";
import { videoExtrasQuery } from "#lib/features/apivideo/client.ts";
import { saveDetailsInput, type VideoExtras } from "#lib/features/apivideo/schema.ts";

export interface DetailsFormProps {
  assetId: string;
  extras: VideoExtras;
  canEdit: boolean;
}

const plain = "plain";

/** Title, words, who may see it, tags and pairs of metadata. */
export function DetailsForm({ assetId, extras, canEdit }: DetailsFormProps) {
  const cache = useQueryClient();
  const { title, description, isPublic, hasMp4, playerId, metadata, themes } = extras;
  const draft = useDraft(
    { title, description, isPublic, hasMp4, playerId, tags: extras.tags.join(", "), metadata },
    {
      schema: saveDetailsInput,
      toInput: (values) => ({
        assetId,
        ...values,
        tags: [...new Set(values.tags.split(",").map((tag) => tag.trim()))].filter(Boolean),
      }),
      save: saveDetails,
      done: "Saved",
      onSaved: () => void cache.invalidateQueries({ queryKey: videoExtrasQuery(assetId).queryKey }),
    },
  );
  const { values, set, errors } = draft;
  const setPair = (index: number, change: Partial<VideoExtras["metadata"][number]>) =>
    set({ metadata: values.metadata.map((pair, at) => (at === index ? { ...pair, ...change } : pair)) });
  return (
    <DraftForm draft={draft} aria-label="Details at api.video" className="grid gap-4">
      <fieldset disabled={!canEdit} className="grid gap-4">
        <legend className="mb-3 text-sm font-semibold">Details</legend>
        <Field label="Title" error={errors.title}>
          <Input value={values.title} dir="auto" onChange={(event) => set({ title: event.target.value })} />
        </Field>
        <Field label="Description" optional error={errors.description}>
          <textarea
            value={values.description}
            dir="auto"
            rows={3}
            onChange={(event) => set({ description: event.target.value })}
            className="w-full resize-y rounded-md border border-border-strong bg-card px-2.5 py-1.5 text-sm"
          />
        </Field>
        <Field label="Tags" optional error={errors.tags} help="Set apart by commas.">
          <Input value={values.tags} dir="auto" onChange={(event) => set({ tags: event.target.value })} />
        </Field>
        <SwitchRow
          label="Public"
          help="Off, it plays only with a private address."
          checked={values.isPublic}
          disabled={!canEdit}
          onChange={(checked) => set({ isPublic: checked })}
        />
        <SwitchRow
          label="MP4"
          help="On, a file that can be downloaded is kept beside the stream."
          checked={values.hasMp4}
          disabled={!canEdit}
          onChange={(checked) => set({ hasMp4: checked })}
        />
        {(themes.length > 0 || values.playerId !== null) && (
          <Field label="Player theme" error={errors.playerId}>
            <Select
              value={values.playerId ?? plain}
              disabled={!canEdit}
              onValueChange={(chosen) => set({ playerId: chosen === plain ? null : chosen })}
            >
              <SelectTrigger aria-label="Player theme">
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                <SelectItem value={plain}>The plain player</SelectItem>
                {themes.map((theme) => (
                  <SelectItem key={theme.playerId} value={theme.playerId}>
                    {theme.name}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </Field>
        )}
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 text-sm font-medium">Metadata</legend>
          {values.metadata.map((pair, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a pair has no name of its own while it is typed.
            <div key={index} className="flex items-start gap-2">
              <Input
                aria-label={`Key ${index + 1}`}
                aria-invalid={errors[`metadata.${index}.key`] !== undefined || undefined}
                value={pair.key}
                placeholder="key"
                className="font-mono"
                onChange={(event) => setPair(index, { key: event.target.value })}
              />
              <Input
                aria-label={`Value ${index + 1}`}
                value={pair.value}
                placeholder="value"
                dir="auto"
                onChange={(event) => setPair(index, { value: event.target.value })}
              />
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove pair ${index + 1}`}
                onClick={() => set({ metadata: values.metadata.toSpliced(index, 1) })}
              >
                <X aria-hidden="true" />
              </Button>
            </div>
          ))}
          {Object.entries(errors)
            .filter(([field]) => field.startsWith("metadata."))
            .map(([field, message]) => (
              <p key={field} role="alert" className="text-xs text-failed-text">
                {message}
              </p>
            ))}
          {canEdit && (
            <Button
              variant="outline"
              className="justify-self-start"
              onClick={() => set({ metadata: [...values.metadata, { key: "", value: "" }] })}
            >
              <Plus aria-hidden="true" />
              Add a pair
            </Button>
          )}
        </fieldset>
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
