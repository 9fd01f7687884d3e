"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
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
import { MoreMenu } from "#components/ui/more-menu.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import { deletePreset, renamePreset, savePreset } from "#lib/features/stupeflix/actions.ts";
import type { TaskPreset } from "#lib/features/stupeflix/schema/preset.ts";
import type { Tasks } from "./draft.ts";

export interface PresetListProps {
  presets: readonly TaskPreset[];
  onApply(preset: TaskPreset): void;
}

/** What the team keeps: applied with a click, renamed and deleted from its menu. */
export function PresetList({ presets, onApply }: PresetListProps) {
  const router = useRouter();
  const [renaming, setRenaming] = useState<TaskPreset>();
  const [deleting, setDeleting] = useState<TaskPreset>();
  const [isPending, startTransition] = useTransition();
  const remove = () =>
    startTransition(async () => {
      if (!deleting) return;
      const gone = await deletePreset({ presetId: deleting.presetId });
      if (!gone.ok) toast.error(gone.error.message);
      setDeleting(undefined);
      router.refresh();
    });
  if (presets.length === 0) return null;
  return (
    <section aria-labelledby="presets-title" className="grid gap-2.5">
      <h2 id="presets-title" className="text-sm font-semibold">
        Presets of the team
      </h2>
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
        {presets.map((preset) => (
          <li key={preset.presetId} className="flex items-start rounded-lg border bg-card pe-1 pt-1">
            <button
              type="button"
              className="-mt-1 grid min-w-0 flex-1 content-start gap-1 rounded-lg px-3.5 py-3 text-start hover:bg-gray-2"
              onClick={() => onApply(preset)}
            >
              <span className="clip-line text-sm font-semibold">{preset.name}</span>
              <span className="clip-line text-xs text-muted-foreground">
                {[...new Set(preset.tasks.map((task) => task.task_name))].join(", ")} · {preset.savedBy}
              </span>
            </button>
            <MoreMenu
              label={`More for ${preset.name}`}
              items={[
                { label: "Rename…", onSelect: () => setRenaming(preset) },
                { label: "Delete…", isDestructive: true, onSelect: () => setDeleting(preset) },
              ]}
            />
          </li>
        ))}
      </ul>
      {renaming && (
        <NameDialog
          title={`Rename “${renaming.name}”`}
          label="Rename"
          name={renaming.name}
          onClose={() => setRenaming(undefined)}
          onSubmit={(name) => renamePreset({ presetId: renaming.presetId, name })}
        />
      )}
      {deleting && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setDeleting(undefined)}
          title={`Delete the preset “${deleting.name}”?`}
          confirmLabel="Delete preset"
          pending={isPending}
          onConfirm={remove}
        >
          <p>It is gone for everybody. Tasks that were made with it stay.</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

/** Keeps the tasks as they are for the team. */
export function SavePreset({
  tasks,
  presets,
  onClose,
}: {
  tasks: Tasks;
  presets: readonly TaskPreset[];
  onClose(): void;
}) {
  return (
    <NameDialog
      title="Save as a preset"
      about={`${countOf(tasks.length, "task")} with everything but secrets, for the whole team. An existing name is replaced.`}
      label="Save preset"
      name=""
      onClose={onClose}
      onSubmit={(name) => {
        const known = presets.find((each) => each.name.toLowerCase() === name.trim().toLowerCase());
        return savePreset({ name, tasks, ...(known && { presetId: known.presetId }) });
      }}
    />
  );
}

interface NameDialogProps {
  title: string;
  about?: string;
  label: string;
  name: string;
  onClose(): void;
  onSubmit(name: string): ReturnType<typeof savePreset>;
}

function NameDialog({ title, about, label, name: before, onClose, onSubmit }: NameDialogProps) {
  const router = useRouter();
  const [name, setName] = useState(before);
  const [failure, setFailure] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const submit = () =>
    startTransition(async () => {
      const saved = await onSubmit(name);
      if (!saved.ok) return setFailure(saved.error.fields.name ?? saved.error.message);
      router.refresh();
      onClose();
    });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent {...(!about && { "aria-describedby": undefined })}>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          {about && <DialogDescription>{about}</DialogDescription>}
        </DialogHeader>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Name" error={failure}>
            <Input autoFocus value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />
          </Field>
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" pending={isPending} disabled={name.trim() === ""}>
              {label}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
