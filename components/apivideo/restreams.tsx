"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Failure } from "#lib/domain/result.ts";
import { addRestream, removeRestream } from "#lib/features/apivideo/actions.ts";
import type { LiveStream } from "#lib/features/apivideo/schema.ts";

export interface RestreamsProps {
  connectionId: string;
  stream: LiveStream;
  canEdit: boolean;
  onChanged(): Promise<void>;
}

/** The service's own limit; the server refuses a sixth in words. */
const mostRestreams = 5;
const words = { connecting: "Connecting", live: "On air there too", waiting: "Trying again" } as const;

/** Where a broadcast is passed on to, and how it is there while it runs. */
export function Restreams({ connectionId, stream, canEdit, onChanged }: RestreamsProps) {
  const { liveStreamId, name, restreams } = stream;
  const [isAdding, setAdding] = useState(false);
  const [isPending, startTransition] = useTransition();
  const remove = (index: number, restream: string) =>
    startTransition(async () => {
      const removed = await removeRestream({ connectionId, liveStreamId, index, name: restream });
      if (!removed.ok) toast.error(removed.error.message);
      await onChanged();
    });
  if (restreams.length === 0 && !canEdit) return null;
  return (
    <section aria-label={`Where ${name} is passed on to`} className="grid gap-2 text-sm">
      {restreams.length > 0 && (
        <ul className="grid divide-y rounded-md border">
          {restreams.map(({ name: place, server, state, problem }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the service knows them by their order alone.
            <li key={index} className="flex items-start gap-2 px-3 py-2">
              <StatusMark
                status={
                  state === null ? "off" : state === "live" ? "working" : problem ? "degraded" : "queued"
                }
                className="mt-[3px]"
              />
              <div className="min-w-0 flex-1">
                <p className="[overflow-wrap:anywhere]">
                  Passed on to <span dir="auto">{place}</span>
                  <span className="text-muted-foreground"> · {server}</span>
                </p>
                {state !== null && (
                  <p className="text-xs text-muted-foreground">
                    {words[state]}
                    {problem && <span className="text-degraded-text">: {problem}</span>}
                  </p>
                )}
              </div>
              {canEdit && (
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Pass ${name} on to ${place} no more`}
                  title="Remove"
                  disabled={isPending}
                  onClick={() => remove(index, place)}
                >
                  <Trash2 aria-hidden="true" />
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {canEdit && !isAdding && restreams.length < mostRestreams && (
        <Button variant="link" size="inline" className="justify-self-start" onClick={() => setAdding(true)}>
          <Plus aria-hidden="true" />
          Pass it on to another service
        </Button>
      )}
      {isAdding && (
        <NewRestream
          target={{ connectionId, liveStreamId }}
          onClose={() => setAdding(false)}
          onAdded={onChanged}
        />
      )}
    </section>
  );
}

function NewRestream({
  target,
  onClose,
  onAdded,
}: {
  target: { connectionId: string; liveStreamId: string };
  onClose(): void;
  onAdded(): Promise<void>;
}) {
  const [values, setValues] = useState({ name: "", serverUrl: "", streamKey: "" });
  const [failure, setFailure] = useState<Failure>();
  const [isPending, startTransition] = useTransition();
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const save = () =>
    startTransition(async () => {
      const added = await addRestream({ ...target, ...values });
      if (!added.ok) return setFailure(added.error);
      await onAdded();
      toast.success("The next broadcast is passed on there, too.");
      onClose();
    });
  return (
    <form
      aria-label="Another service"
      className="grid max-w-lg gap-3 rounded-md border p-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label="Name" error={failure?.fields.name}>
        <Input
          value={values.name}
          placeholder="YouTube"
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field label="Server" error={failure?.fields.serverUrl}>
        <Input
          value={values.serverUrl}
          placeholder="rtmps://a.rtmps.youtube.com/live2"
          autoComplete="off"
          onChange={(event) => set({ serverUrl: event.target.value })}
        />
      </Field>
      <Field label="Its stream key" error={failure?.fields.streamKey}>
        <Input
          type="password"
          value={values.streamKey}
          autoComplete="off"
          onChange={(event) => set({ streamKey: event.target.value })}
        />
      </Field>
      {failure && Object.keys(failure.fields).length === 0 && (
        <p role="alert" className="text-failed-text">
          {failure.message}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" pending={isPending}>
          Pass it on
        </Button>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
