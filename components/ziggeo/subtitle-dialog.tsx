"use client";

import { FileUp, Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { countOf } from "#lib/client/format.ts";
import { type Cue, CueError, formatVtt, parseCues } from "#lib/domain/cues.ts";
import { attachSubtitle } from "#lib/features/ziggeo/actions.ts";
import { type StreamView, subtitleInput } from "#lib/features/ziggeo/schema/streams.ts";
import { StreamVideo } from "./stream-video.tsx";
import { useStreamCommand } from "./use-stream-command.ts";

const CueEditor = dynamic(
  () => import("#components/captions/cue-editor.tsx").then((file) => file.CueEditor),
  {
    ssr: false,
    loading: () => <Skeleton className="h-48" />,
  },
);

export interface SubtitleDialogProps {
  readonly assetId: string;
  readonly stream: StreamView;
  /** What they are timed by: the stream itself, or for a draft another one of the video; null where nothing plays yet. */
  readonly film: StreamView | null;
  onClose(): void;
}

interface PickedFile {
  readonly name: string;
  readonly text: string;
  readonly cues: readonly Cue[];
}

/** Subtitles of one language: a file as it is, or written beside the film; what is broken is told with its line. */
export function SubtitleDialog({ assetId, stream, film, onClose }: SubtitleDialogProps) {
  const { isPending, message, run } = useStreamCommand(assetId);
  const input = useRef<HTMLInputElement>(null);
  const [player, setPlayer] = useState<HTMLVideoElement | null>(null);
  const [lang, setLang] = useState("");
  const [label, setLabel] = useState("");
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [file, setFile] = useState<PickedFile>();
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const [written, setWritten] = useState<readonly Cue[]>();

  const read = async (picked: File) => {
    setFile(undefined);
    const text = await picked.text();
    const found = readCues(text);
    if (typeof found === "string") return setFileProblem(`${picked.name} was not read. ${found}`);
    setFileProblem(null);
    setFile({ name: picked.name, text, cues: found });
  };
  const edit = (subtitle: StreamView["subtitles"][number]) => {
    const found = readCues(subtitle.data);
    if (typeof found === "string") return setFileProblem(`They cannot be edited here. ${found}`);
    setFileProblem(null);
    setLang(subtitle.lang);
    setLabel(subtitle.label);
    setWritten(found);
  };
  const attach = async (data: string) => {
    const given = { assetId, streamToken: stream.streamToken, lang, label, data };
    const parsed = subtitleInput.safeParse(given);
    if (!parsed.success) {
      return setErrors(
        Object.fromEntries(parsed.error.issues.map(({ path, message: why }) => [path[0], why])),
      );
    }
    setErrors({});
    if (await run(() => attachSubtitle(given), "The subtitles are attached.", { quiet: true })) onClose();
  };

  return (
    <Dialog open onOpenChange={(open) => !open && !isPending && onClose()}>
      <DialogContent className="sm:max-w-5xl" onInteractOutside={(event) => event.preventDefault()}>
        <DialogHeader>
          <DialogTitle>Subtitles of “{stream.name}”</DialogTitle>
          <DialogDescription>
            WebVTT or SubRip, one for each language: one that is there already is replaced.
          </DialogDescription>
        </DialogHeader>
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
          <div className="grid gap-3">
            {film && <StreamVideo ref={setPlayer} stream={film} controls withSubtitles={false} />}
            {film && film.streamToken !== stream.streamToken && (
              <p className="text-xs text-muted-foreground">
                Beside “{film.name}”: the draft has no video of its own yet.
              </p>
            )}
            <div className="grid items-start gap-3 sm:grid-cols-2">
              <Field label="Language" error={errors.lang} help="A code, such as en or pt-BR.">
                <Input value={lang} spellCheck={false} onChange={({ target }) => setLang(target.value)} />
              </Field>
              <Field label="Label" error={errors.label} help="What viewers choose.">
                <Input value={label} dir="auto" onChange={({ target }) => setLabel(target.value)} />
              </Field>
            </div>
          </div>
          {written ? (
            <CueEditor
              cues={written}
              noun="subtitles"
              player={player}
              isPending={isPending}
              problem={
                errors.lang || errors.label ? "Say which language it is first." : (errors.data ?? message)
              }
              onSave={(cues) => void attach(formatVtt(cues))}
              onCancel={() => setWritten(undefined)}
            />
          ) : (
            <div className="grid gap-3">
              <Languages subtitles={stream.subtitles} onEdit={edit} />
              <div className="flex flex-wrap gap-2">
                <Button variant="outline" onClick={() => setWritten([])}>
                  <Pencil aria-hidden="true" />
                  Write new ones
                </Button>
                <Button variant="outline" onClick={() => input.current?.click()}>
                  <FileUp aria-hidden="true" />
                  Choose a file…
                </Button>
              </div>
              {file && (
                <div className="grid gap-3 rounded-lg border p-3 text-sm">
                  <p className="min-w-0">
                    <span className="font-medium break-words">{file.name}</span>{" "}
                    <span className="text-muted-foreground">{countOf(file.cues.length, "cue")}</span>
                  </p>
                  <div className="flex flex-wrap gap-2">
                    <Button pending={isPending} onClick={() => void attach(file.text)}>
                      Attach as it is
                    </Button>
                    <Button variant="outline" onClick={() => setWritten(file.cues)}>
                      Open in the editor
                    </Button>
                  </div>
                </div>
              )}
              <FormMessage message={fileProblem ?? errors.data ?? message} />
            </div>
          )}
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept=".vtt,.srt,text/vtt"
          aria-hidden="true"
          tabIndex={-1}
          onChange={({ target }) => {
            const [picked] = target.files ?? [];
            target.value = "";
            if (picked) void read(picked);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

/** Cues, or why there are none, with the line. */
function readCues(text: string): readonly Cue[] | string {
  try {
    return parseCues(text);
  } catch (error) {
    if (error instanceof CueError) return error.message;
    throw error;
  }
}

interface LanguagesProps {
  subtitles: StreamView["subtitles"];
  onEdit(subtitle: StreamView["subtitles"][number]): void;
}

function Languages({ subtitles, onEdit }: LanguagesProps) {
  if (subtitles.length === 0) {
    return (
      <p className="rounded-md border border-dashed p-6 text-center text-sm text-muted-foreground">
        Nothing of what is said is written down yet.
      </p>
    );
  }
  return (
    <ul className="grid divide-y rounded-lg border" aria-label="Languages that are there">
      {subtitles.map((subtitle) => (
        <li key={subtitle.lang} className="flex items-center gap-2 px-3 py-1.5 text-sm">
          <span dir="auto" className="clip-line min-w-0 flex-1">
            {subtitle.label}
          </span>
          <Badge variant="secondary">{subtitle.lang}</Badge>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Edit subtitles in ${subtitle.label}`}
            title="Edit"
            onClick={() => onEdit(subtitle)}
          >
            <Pencil aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
