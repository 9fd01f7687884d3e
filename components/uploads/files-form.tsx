"use client";

import { useQuery } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { countOf } from "#lib/client/format.ts";
import { findTakenNames } from "#lib/features/uploads/client/browser/dashboard-backend.ts";
import type { PickedFile } from "#lib/features/uploads/client/picked-file.ts";
import type { UploadChoice, UploadTargetOption } from "#lib/features/uploads/schema.ts";
import { CandidateList } from "./candidate-list.tsx";
import { pickFiles } from "./pick-files.ts";
import { rememberChoice } from "./remembered-choice.ts";
import { TargetFields } from "./target-fields.tsx";
import { ThreadsChoice } from "./threads-choice.tsx";
import { closeUploadDialog, loadUploadEngine, useUploadViews } from "./upload-desk.ts";
import { judge, useInspections } from "./use-candidates.ts";

export interface TargetProps {
  readonly targets: readonly UploadTargetOption[];
  readonly choice: UploadChoice;
  onChoice(choice: UploadChoice): void;
}

interface Chosen extends PickedFile {
  readonly key: string;
}

export function FilesForm({
  initial,
  targets,
  choice,
  onChoice,
}: TargetProps & { initial: readonly PickedFile[] }) {
  const nextKey = useRef(0);
  const [files, setFiles] = useState<readonly Chosen[]>(() =>
    initial.map((each, at) => ({ ...each, key: `first-${at}` })),
  );
  // Also files dropped while the dialog is open arrive this way; one that was left out does not come back.
  const seen = useRef(new Set(initial.map(({ file }) => file)));
  useEffect(() => {
    const added = initial.filter(({ file }) => !seen.current.has(file));
    for (const { file } of added) seen.current.add(file);
    if (added.length === 0) return;
    setFiles((before) => [
      ...before,
      ...added.map((each) => ({ ...each, key: `dropped-${nextKey.current++}` })),
    ]);
  }, [initial]);
  const [insisted, setInsisted] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Files dropped: Enter sends them. None yet: Enter chooses some.
    form.current?.querySelector<HTMLElement>("[data-first]")?.focus();
  }, []);
  const inspections = useInspections(files);
  const underway = useUploadViews();
  const taken = useTakenNames(choice.connectionId, files);

  const target = targets.find(({ connectionId }) => connectionId === choice.connectionId);
  const destination = target?.destinations.find(
    ({ destinationId }) => destinationId === choice.destinationId,
  );
  const candidates = judge(
    files.map((picked) => ({
      key: picked.key,
      picked,
      inspection: inspections.get(picked.file) ?? null,
      isInsisted: insisted.has(picked.key),
    })),
    { maxSizeBytes: destination?.maxSizeBytes ?? null, takenNames: taken.names, underway },
  );
  const accepted = candidates.filter(({ isAccepted }) => isAccepted);
  const isReading = taken.isAsking || candidates.some(({ inspection }) => !inspection);

  const add = (picked: readonly PickedFile[]) =>
    setFiles((before) => [
      ...before,
      ...picked.map((each) => ({ ...each, key: `chosen-${nextKey.current++}` })),
    ]);
  const start = async () => {
    if (!target || !destination) return;
    rememberChoice(choice);
    const engine = await loadUploadEngine();
    closeUploadDialog();
    await engine.add(
      accepted.map(({ picked: { file, handle } }) => ({ file, handle })),
      {
        ...choice,
        connectionName: target.connectionName,
        destinationName: destination.name,
        maxSizeBytes: destination.maxSizeBytes,
      },
    );
  };
  return (
    <form
      ref={form}
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (accepted.length > 0 && !isReading) void start();
      }}
    >
      {candidates.length > 0 && (
        <CandidateList
          candidates={candidates}
          onInsist={(key) => setInsisted((before) => new Set(before).add(key))}
          onRemove={(key) => setFiles((before) => before.filter((each) => each.key !== key))}
        />
      )}
      <FileChooser isFirst={candidates.length === 0} onPick={add} />
      <TargetFields targets={targets} choice={choice} onChange={onChoice} />
      <details>
        <summary className="text-sm text-muted-foreground hover:text-foreground">How it is sent</summary>
        <div className="pt-3">
          <ThreadsChoice />
        </div>
      </details>
      <DialogFooter>
        <Button variant="outline" onClick={closeUploadDialog}>
          Cancel
        </Button>
        <Button
          type="submit"
          data-first={initial.length > 0 || undefined}
          // Not `disabled`: that would drop the focus which a doubtful file leaves here.
          aria-disabled={accepted.length === 0}
          pending={isReading && candidates.length > 0}
        >
          {accepted.length === 0 ? "Upload" : `Upload ${countOf(accepted.length, "file")}`}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Names in the connection's index already; asked again when files or the connection change. */
function useTakenNames(connectionId: string, files: readonly Chosen[]) {
  const names = useMemo(() => [...new Set(files.map(({ file }) => file.name))].slice(0, 500), [files]);
  const answer = useQuery({
    queryKey: ["uploads", "names", connectionId, names],
    queryFn: ({ signal }) => findTakenNames(connectionId, names, signal),
    enabled: names.length > 0,
    // A name that was free a minute ago need not be free now.
    staleTime: 0,
  });
  // Not knowing is no reason to hold somebody's files back.
  return { names: answer.data ?? noNames, isAsking: answer.isLoading };
}

const noNames: ReadonlySet<string> = new Set();

function FileChooser({ isFirst, onPick }: { isFirst: boolean; onPick(picked: readonly PickedFile[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  const choose = async () => {
    if (!("showOpenFilePicker" in window)) return input.current?.click();
    onPick(await pickFiles());
  };
  return (
    <div
      className={
        isFirst
          ? "grid justify-items-center gap-3 rounded-lg border border-dashed border-gray-8 px-4 py-8 text-center"
          : undefined
      }
    >
      {isFirst && <p className="text-sm text-soft-foreground">Drop video or audio files here, or</p>}
      <Button variant="outline" data-first={isFirst || undefined} onClick={() => void choose()}>
        <FolderOpen aria-hidden="true" />
        {isFirst ? "Choose files" : "Add more files"}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to upload"
        className="sr-only"
        onChange={(event) => {
          onPick([...(event.target.files ?? [])].map((file) => ({ file, handle: null })));
          event.target.value = "";
        }}
      />
    </div>
  );
}
