"use client";

import { X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { formatBytes } from "#lib/client/format.ts";
import { UploadPoster } from "./upload-poster.tsx";
import { factsInWords } from "./upload-words.ts";
import type { Candidate } from "./use-candidates.ts";

export interface CandidateListProps {
  readonly candidates: readonly Candidate[];
  onInsist(key: string): void;
  onRemove(key: string): void;
}

/** The chosen files, each with its picture, its facts, and an answer before a byte is sent. */
export function CandidateList({ candidates, onInsist, onRemove }: CandidateListProps) {
  return (
    <ul className="max-h-[38dvh] divide-y overflow-y-auto rounded-md border" aria-label="Chosen files">
      {candidates.map((candidate) => (
        <li key={candidate.key} className="flex items-center gap-3 p-2">
          <UploadPoster
            poster={candidate.inspection?.poster ?? null}
            isAudio={candidate.inspection?.facts?.type === "audio"}
          />
          <div className="min-w-0 flex-1">
            <p className="clip-line font-medium" title={candidate.picked.file.name}>
              {candidate.picked.file.name}
            </p>
            <Verdict candidate={candidate} onInsist={() => onInsist(candidate.key)} />
          </div>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Leave out ${candidate.picked.file.name}`}
            onClick={() => onRemove(candidate.key)}
          >
            <X />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Verdict({ candidate, onInsist }: { candidate: Candidate; onInsist(): void }) {
  const { inspection, refusal, doubt, isAccepted, picked } = candidate;
  if (refusal) {
    return (
      <p className="flex items-center gap-1.5 text-xs text-failed-text">
        <StatusMark status="failed" /> {refusal}
      </p>
    );
  }
  if (doubt && !isAccepted) {
    return (
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-degraded-text">
        <span className="flex items-center gap-1.5">
          <StatusMark status="degraded" /> {doubt}
        </span>
        <Button variant="link" size="inline" className="text-foreground" onClick={onInsist}>
          Upload anyway
        </Button>
      </p>
    );
  }
  const facts = inspection ? factsInWords(inspection.facts) : "Reading…";
  return (
    <p className="clip-line text-xs text-soft-foreground tabular">
      {[formatBytes(picked.file.size), facts].filter(Boolean).join(" · ")}
    </p>
  );
}
