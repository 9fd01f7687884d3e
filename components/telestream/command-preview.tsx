"use client";

import { copyText } from "#components/assets/copy-text.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { PresetCard } from "#lib/features/telestream/schema/presets.ts";
import { toCommandLines } from "#lib/features/telestream/schema/profile-command.ts";
import type { FormSettings } from "#lib/features/telestream/schema/profile-fields.ts";

export interface CommandPreviewProps {
  card: PresetCard;
  settings: FormSettings;
}

/** The command that these settings come to, a line for each part. */
export function CommandPreview({ card, settings }: CommandPreviewProps) {
  const lines = toCommandLines(card, settings);
  const copy = async () => {
    if (await copyText(lines.map(({ args }) => args).join(" "))) toast.success("Command copied");
    else toast.error("The browser did not let this page copy.");
  };
  return (
    <section
      aria-label="Resulting command"
      className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-lg border bg-card p-4"
    >
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">Resulting command</h3>
        <Button variant="ghost" size="sm" onClick={() => void copy()}>
          Copy
        </Button>
      </div>
      <ol className="grid gap-2">
        {lines.map(({ args, about }) => (
          <li key={about} className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
            <code className="text-xs break-words [overflow-wrap:anywhere]">{args}</code>
            <span className="text-xs text-muted-foreground">{about}</span>
          </li>
        ))}
      </ol>
      <p className="border-t pt-2 text-xs text-pretty text-muted-foreground">
        How the settings read as ffmpeg. The service may add what its encoders need; sizes follow each source.
      </p>
    </section>
  );
}

const variables: readonly (readonly [name: string, meaning: string])[] = [
  ["$input_file$", "the source"],
  ["$output_file$", "the result"],
  ["$width$  $height$", "the numbers of the form"],
  ["$filters$", "scale and bars as the form says"],
  ["$video_bitrate$", "-b:v …, or nothing"],
  ["$video_quality$", "bitrate or constant quality"],
  ["$audio_bitrate$", "-b:a …, or nothing"],
  ["$audio_sample_rate$", "-ar …, or nothing"],
  ["$audio_channels$", "-ac …, or nothing"],
  ["$fps$", "-r …, or nothing"],
  ["$keyframes$", "-g …, or nothing"],
  ["$clip$", "-ss … -t …, or nothing"],
];

/** What may stand in a command of one's own. */
export function CommandVariables() {
  return (
    <section aria-label="Variables" className="grid gap-2 rounded-lg border bg-card p-4">
      <h3 className="text-sm font-semibold">Variables</h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-xs">
        {variables.map(([name, meaning]) => (
          <div key={name} className="contents">
            <dt>
              <code>{name}</code>
            </dt>
            <dd className="text-muted-foreground">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
