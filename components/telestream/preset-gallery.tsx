import { AudioLines, ChevronLeft, Clapperboard, Film, Images, Layers, Terminal } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "#components/ui/link.tsx";
import { formatCount } from "#lib/client/format.ts";
import { type PresetCard, presetCards } from "#lib/features/telestream/schema/presets.ts";
import { telestreamHrefs } from "./hrefs.ts";

const families: readonly { family: PresetCard["family"]; title: string; icon: ReactNode }[] = [
  { family: "video", title: "Video files", icon: <Film aria-hidden="true" /> },
  { family: "stream", title: "Adaptive streams", icon: <Layers aria-hidden="true" /> },
  { family: "broadcast", title: "Editing and broadcast", icon: <Clapperboard aria-hidden="true" /> },
  { family: "audio", title: "Sound alone", icon: <AudioLines aria-hidden="true" /> },
  { family: "stills", title: "Pictures", icon: <Images aria-hidden="true" /> },
];

export interface PresetGalleryProps {
  connectionId: string;
  factory: { readonly factoryId: string; readonly name: string };
  canEditCommands: boolean;
}

/** What a new profile can begin with, by what it is for. */
export function PresetGallery({ connectionId, factory, canEditCommands }: PresetGalleryProps) {
  const hrefs = telestreamHrefs(connectionId);
  const { factoryId } = factory;
  return (
    <div className="grid gap-6">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Link
          href={hrefs.profiles(factoryId)}
          className="flex items-center gap-1 text-sm text-muted-foreground hover:text-foreground"
        >
          <ChevronLeft className="size-4 rtl:rotate-180" aria-hidden="true" />
          Profiles of {factory.name}
        </Link>
        <h2 className="text-lg font-semibold">New profile</h2>
      </header>
      {families.map(({ family, title, icon }) => (
        <section key={family} aria-labelledby={`presets-${family}`} className="grid gap-2.5">
          <h3
            id={`presets-${family}`}
            className="flex items-center gap-2 text-sm font-semibold [&_svg]:size-4 [&_svg]:text-muted-foreground"
          >
            {icon}
            {title}
          </h3>
          <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
            {presetCards
              .filter((card) => card.family === family)
              .map((card) => (
                <li key={card.presetName}>
                  <Link
                    href={hrefs.newProfile(factoryId, card.presetName)}
                    className="grid h-full content-start gap-1 rounded-lg border bg-card px-3.5 py-3 transition-colors hover:border-border-strong hover:bg-gray-2"
                  >
                    <span className="flex items-baseline justify-between gap-2">
                      <span className="text-sm font-semibold">{card.title}</span>
                      <code className="clip-line text-xs text-muted-foreground">{card.presetName}</code>
                    </span>
                    <span className="text-sm text-pretty text-soft-foreground">{card.about}</span>
                    <span className="text-xs text-muted-foreground tabular">{factsOf(card)}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
      {canEditCommands && (
        <section aria-labelledby="presets-own" className="grid gap-2.5">
          <h3
            id="presets-own"
            className="flex items-center gap-2 text-sm font-semibold [&_svg]:size-4 [&_svg]:text-muted-foreground"
          >
            <Terminal aria-hidden="true" />
            For owners
          </h3>
          <Link
            href={hrefs.newProfile(factoryId, "command")}
            className="grid max-w-md gap-1 rounded-lg border border-dashed border-gray-8 px-3.5 py-3 transition-colors hover:bg-gray-2"
          >
            <span className="text-sm font-semibold">Own command</span>
            <span className="text-sm text-pretty text-soft-foreground">
              Write the ffmpeg command yourself, with $variables$ for what the form would set.
            </span>
          </Link>
        </section>
      )}
    </div>
  );
}

function factsOf({ makes, defaults }: PresetCard): string {
  const { width, height, video_bitrate, audio_bitrate } = defaults;
  const rate = video_bitrate ?? audio_bitrate;
  return [makes, width && height && `${width} × ${height}`, rate && `${formatCount(Number(rate))} kbit/s`]
    .filter(Boolean)
    .join(" · ");
}
