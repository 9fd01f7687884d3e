"use client";

import { useRef, useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
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
import { attachSubtitle } from "#lib/features/ziggeo/actions.ts";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import { useStreamCommand } from "./use-stream-command.ts";

const example = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n";

export interface SubtitleDialogProps {
  readonly assetId: string;
  readonly stream: StreamView;
  onClose(): void;
}

/** Subtitles of one language, from a file or typed; what is broken is told with its line. */
export function SubtitleDialog({ assetId, stream, onClose }: SubtitleDialogProps) {
  const { isPending, message, run } = useStreamCommand(assetId);
  const file = useRef<HTMLInputElement>(null);
  const [lang, setLang] = useState("");
  const [label, setLabel] = useState("");
  const [data, setData] = useState("");
  const take = (subtitle: StreamView["subtitles"][number]) => {
    setLang(subtitle.lang);
    setLabel(subtitle.label);
    setData(subtitle.data);
  };
  const attach = async () => {
    const input = { assetId, streamToken: stream.streamToken, lang, label, data };
    if (await run(() => attachSubtitle(input), "The subtitles are attached.", { quiet: true })) onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className="sm:max-w-2xl">
        <DialogHeader>
          <DialogTitle>Subtitles of “{stream.name}”</DialogTitle>
          <DialogDescription>
            WebVTT or SubRip. A language that is there already is replaced.
          </DialogDescription>
        </DialogHeader>
        {stream.subtitles.length > 0 && (
          <ul className="flex flex-wrap gap-2" aria-label="Languages that are there">
            {stream.subtitles.map((subtitle) => (
              <li key={subtitle.lang}>
                <Button variant="outline" size="sm" onClick={() => take(subtitle)}>
                  {subtitle.label} <Badge variant="secondary">{subtitle.lang}</Badge>
                </Button>
              </li>
            ))}
          </ul>
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Language" help="A code, such as en or pt-BR.">
            <Input value={lang} onChange={({ target }) => setLang(target.value)} />
          </Field>
          <Field label="Label" help="What viewers choose.">
            <Input value={label} onChange={({ target }) => setLabel(target.value)} />
          </Field>
        </div>
        <Field label="Text">
          <textarea
            value={data}
            rows={10}
            spellCheck={false}
            placeholder={example}
            onChange={({ target }) => setData(target.value)}
            className="w-full rounded-md border border-border-strong bg-background p-2 font-mono text-xs outline-offset-2"
          />
        </Field>
        <input
          ref={file}
          type="file"
          hidden
          accept=".vtt,.srt,text/vtt"
          aria-hidden="true"
          tabIndex={-1}
          onChange={({ target }) => {
            void target.files?.[0]?.text().then(setData);
          }}
        />
        <FormMessage message={message} />
        <DialogFooter>
          <Button variant="ghost" className="sm:me-auto" onClick={() => file.current?.click()}>
            From a file…
          </Button>
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button pending={isPending} disabled={!lang || !label || !data} onClick={() => void attach()}>
            Attach
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
