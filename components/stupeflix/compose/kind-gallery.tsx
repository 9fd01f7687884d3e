"use client";

import { AudioLines, Film, Globe, Image, type LucideIcon, Send, Sparkles } from "lucide-react";
import type { TaskGroup, TaskKind } from "#lib/features/stupeflix/schema/kinds.ts";
import { groups } from "./parameter-words.ts";

const icons: Readonly<Record<TaskGroup, LucideIcon>> = {
  audio: AudioLines,
  image: Image,
  video: Film,
  web: Globe,
  publish: Send,
  other: Sparkles,
};

export interface KindGalleryProps {
  kinds: readonly TaskKind[];
  onChoose(kind: TaskKind): void;
}

/** What the service can do, by what it is done to. */
export function KindGallery({ kinds, onChoose }: KindGalleryProps) {
  return (
    <div className="grid gap-6">
      {groups.map(({ group, title }) => {
        const own = kinds.filter((kind) => kind.group === group);
        const Icon = icons[group];
        return own.length === 0 ? null : (
          <section key={group} aria-labelledby={`kinds-${group}`} className="grid gap-2.5">
            <h2 id={`kinds-${group}`} className="flex items-center gap-2 text-sm font-semibold">
              <Icon className="size-4 text-muted-foreground" aria-hidden="true" />
              {title}
            </h2>
            <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
              {own.map((kind) => (
                <li key={kind.name}>
                  <button
                    type="button"
                    className="grid size-full content-start gap-1 rounded-lg border bg-card px-3.5 py-3 text-start transition-colors hover:border-border-strong hover:bg-gray-2"
                    onClick={() => onChoose(kind)}
                  >
                    <code className="text-sm font-semibold">{kind.name}</code>
                    <span className="text-sm text-pretty text-soft-foreground">{kind.summary}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
