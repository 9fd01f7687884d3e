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
            <Verdict candidate={candidate} />
          </div>
          {candidate.doubt && !candidate.isAccepted && (
            <Button variant="outline" size="sm" onClick={() => onInsist(candidate.key)}>
              Upload anyway
            </Button>
          )}
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

function Verdict({ candidate }: { candidate: Candidate }) {
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
      <p className="flex items-center gap-1.5 text-xs text-degraded-text">
        <StatusMark status="degraded" /> {doubt}
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
