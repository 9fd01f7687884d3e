"use client";

import { useEffect, useState } from "react";
import { sizeRefusalOf } from "#lib/features/uploads/client/admission.ts";
import { browserInspector } from "#lib/features/uploads/client/browser/inspect-file.ts";
import { isUnfinished } from "#lib/features/uploads/client/phases.ts";
import type { PickedFile } from "#lib/features/uploads/client/picked-file.ts";
import type { Inspection } from "#lib/features/uploads/client/ports.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";

/** A file in the dialog: what was read of it, and whether it goes. */
export interface Candidate {
  readonly key: string;
  readonly picked: PickedFile;
  readonly inspection: Inspection | null;
  /** Cannot go, in words. */
  readonly refusal: string | null;
  /** May be a mistake, in words; goes when the person says so. */
  readonly doubt: string | null;
  readonly isAccepted: boolean;
}

export interface CandidateFacts {
  readonly maxSizeBytes: number | null;
  readonly takenNames: ReadonlySet<string>;
  readonly underway: readonly UploadView[];
}

/** Judges the chosen files against a destination and each other. Pure. */
export function judge(
  files: readonly { key: string; picked: PickedFile; inspection: Inspection | null; isInsisted: boolean }[],
  { maxSizeBytes, takenNames, underway }: CandidateFacts,
): Candidate[] {
  const seen = new Map<string, string | null>();
  const names = new Set<string>();
  return files.map(({ key, picked, inspection, isInsisted }) => {
    const { name, size } = picked.file;
    const twin = inspection && `${name}\n${inspection.fingerprint}`;
    const isTwin = twin !== null && seen.has(twin);
    if (twin !== null) seen.set(twin, key);
    const refusal =
      inspection?.refusal ??
      sizeRefusalOf(size, maxSizeBytes) ??
      (isTwin ? "This file is in the list twice." : null);
    const isSending = underway.some(
      ({ phase, file }) => isUnfinished(phase) && file.name === name && file.sizeBytes === size,
    );
    const doubt =
      refusal !== null
        ? null
        : isSending
          ? "A file with this name and size is being uploaded now."
          : takenNames.has(name)
            ? "A video from a file with this name is there already."
            : names.has(name)
              ? "Another file in this list has the same name."
              : null;
    names.add(name);
    return {
      key,
      picked,
      inspection,
      refusal,
      doubt,
      isAccepted: refusal === null && (doubt === null || isInsisted),
    };
  });
}

/** Reads the chosen files one after another, and answers what was read so far. */
export function useInspections(files: readonly PickedFile[]): ReadonlyMap<File, Inspection> {
  const [read, setRead] = useState<ReadonlyMap<File, Inspection>>(new Map());
  useEffect(() => {
    const stop = new AbortController();
    const readAll = async () => {
      for (const { file } of files) {
        const inspection = await browserInspector.inspect(file, stop.signal).catch((error: unknown) => {
          if (stop.signal.aborted) return undefined;
          if (!(error instanceof Error)) throw error;
          return { fingerprint: "", facts: null, poster: null, refusal: "This file cannot be read." };
        });
        if (stop.signal.aborted) return;
        if (inspection) setRead((before) => new Map(before).set(file, inspection));
      }
    };
    void readAll();
    return () => stop.abort();
  }, [files]);
  return read;
}
