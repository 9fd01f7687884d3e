"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Star, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState, useTransition } from "react";
import { useShownPlayer } from "#components/assets/shown-player.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { type Cue, CueError, formatVtt, parseCues } from "#lib/domain/cues.ts";
import { removeTrack, saveTrack, setDefaultCaptions } from "#lib/features/apivideo/actions.ts";
import { videoExtrasQuery } from "#lib/features/apivideo/client.ts";
import { languages, type Track } from "#lib/features/apivideo/schema.ts";
import { ChapterBar } from "./chapter-bar.tsx";

const CueEditor = dynamic(
  () => import("#components/captions/cue-editor.tsx").then((file) => file.CueEditor),
  {
    ssr: false,
    loading: () => <Skeleton className="h-48" />,
  },
);

export interface TrackListProps {
  assetId: string;
  kind: "captions" | "chapters";
  tracks: readonly Track[];
  durationMs: number | null;
  canEdit: boolean;
}

const titles = { captions: "Captions", chapters: "Chapters" } as const;

/** Captions or chapters, a line a language; one of them being written beside the player. */
export function TrackList({ assetId, kind, tracks, durationMs, canEdit }: TrackListProps) {
  const cache = useQueryClient();
  const player = useShownPlayer();
  const [open, setOpen] = useState<{ language: string; cues: readonly Cue[] }>();
  const [leaving, setLeaving] = useState<Track>();
  const [problem, setProblem] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const refresh = () => cache.invalidateQueries({ queryKey: videoExtrasQuery(assetId).queryKey });
  const free = Object.entries(languages).filter(
    ([code]) => !tracks.some(({ language }) => language === code),
  );

  const edit = ({ language, vtt }: Track) => {
    setProblem(undefined);
    try {
      setOpen({ language, cues: parseCues(vtt ?? "WEBVTT\n") });
    } catch (error) {
      if (!(error instanceof CueError)) throw error;
      toast.error(`They cannot be edited here. ${error.message}`);
    }
  };
  const save = (language: string, cues: readonly Cue[]) =>
    startTransition(async () => {
      const saved = await saveTrack({ assetId, kind, language, vtt: formatVtt(cues) });
      if (!saved.ok) return setProblem(saved.error.message);
      await refresh();
      toast.success(`${titles[kind]} saved`);
      setOpen(undefined);
    });
  const remove = ({ language }: Track) =>
    startTransition(async () => {
      const removed = await removeTrack({ assetId, kind, language });
      if (removed.ok) await refresh();
      else toast.error(removed.error.message);
      setLeaving(undefined);
    });
  const makeDefault = ({ language }: Track) =>
    startTransition(async () => {
      const made = await setDefaultCaptions({ assetId, language });
      if (made.ok) await refresh();
      else toast.error(made.error.message);
    });

  return (
    <section aria-label={titles[kind]} className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-sm font-semibold">{titles[kind]}</h3>
        {canEdit && !open && (
          <label className="ms-auto flex items-center gap-2 text-sm text-muted-foreground">
            <Plus className="size-4" aria-hidden="true" />
            <span className="sr-only">Add {kind} in</span>
            <select
              value=""
              onChange={(event) => {
                setProblem(undefined);
                setOpen({ language: event.target.value, cues: [] });
              }}
              className="h-8 rounded-md border border-border-strong bg-card px-2 text-sm text-foreground"
            >
              <option value="">Add a language…</option>
              {free.map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {tracks.length === 0 && !open && (
        <p className="text-sm text-muted-foreground">
          {kind === "captions"
            ? "Nothing of what is said is written down yet."
            : "The video has no chapters yet."}
        </p>
      )}
      {tracks.length > 0 && (
        <ul className="grid divide-y rounded-md border">
          {tracks.map((track) => (
            <li key={track.language} className="grid gap-2 px-3 py-2 text-sm">
              <div className="flex items-center gap-2">
                <span className="min-w-0 flex-1">
                  {nameOf(track)}
                  {track.isDefault && <Badge className="ms-2">default</Badge>}
                  {track.vtt === null && (
                    <span className="ms-2 text-failed-text">its text could not be read</span>
                  )}
                </span>
                {canEdit && (
                  <>
                    {kind === "captions" && !track.isDefault && (
                      <Button
                        variant="ghost"
                        size="icon-sm"
                        aria-label={`Make ${nameOf(track)} the default`}
                        title="Make it the default"
                        disabled={isPending}
                        onClick={() => makeDefault(track)}
                      >
                        <Star aria-hidden="true" />
                      </Button>
                    )}
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={`Edit ${kind} in ${nameOf(track)}`}
                      title="Edit"
                      onClick={() => edit(track)}
                    >
                      <Pencil aria-hidden="true" />
                    </Button>
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={`Remove ${kind} in ${nameOf(track)}`}
                      title="Remove"
                      onClick={() => setLeaving(track)}
                    >
                      <Trash2 aria-hidden="true" />
                    </Button>
                  </>
                )}
              </div>
              {kind === "chapters" && track.vtt !== null && durationMs !== null && (
                <ChapterBar
                  vtt={track.vtt}
                  durationMs={durationMs}
                  onSeek={(ms) => {
                    if (player) player.currentTime = ms / 1000;
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {open && (
        <div className="grid gap-2 rounded-lg border bg-card p-3">
          <h4 className="text-sm font-medium">
            {titles[kind]} in {nameOf({ language: open.language, languageName: open.language })}
          </h4>
          <CueEditor
            key={open.language}
            cues={open.cues}
            noun={kind}
            isPending={isPending}
            problem={problem ?? null}
            onSave={(cues) => save(open.language, cues)}
            onCancel={() => setOpen(undefined)}
          />
        </div>
      )}
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={(isOpen) => !isOpen && setLeaving(undefined)}
        title={`Remove the ${kind} in ${leaving ? nameOf(leaving) : ""}?`}
        confirmLabel={`Remove ${kind}`}
        pending={isPending}
        onConfirm={() => leaving && remove(leaving)}
      >
        <p>The provider deletes the file. Other languages stay.</p>
      </ConfirmDialog>
    </section>
  );
}

function nameOf({ language, languageName }: Pick<Track, "language" | "languageName">): string {
  const known = Object.entries(languages).find(([code]) => code === language)?.[1];
  return known ?? languageName;
}
