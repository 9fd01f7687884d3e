"use client";

import { FileAudio, FileText, FileVideo } from "lucide-react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { formatBytes } from "#lib/client/format.ts";
import type { StoredFile, StoredFolder } from "#lib/features/stupeflix/schema/storage.ts";
import { mediumOf } from "./medium.ts";

export interface StorageFolderProps {
  folder: StoredFolder;
  chosen: ReadonlySet<string>;
  /** Absent for those who may not delete. */
  onChoose: ((names: readonly string[], isChosen: boolean) => void) | undefined;
}

/** One task's files, to look at and to choose. */
export function StorageFolder({ folder, chosen, onChoose }: StorageFolderProps) {
  const names = folder.files.map(({ name }) => name);
  const count = names.filter((name) => chosen.has(name)).length;
  const state = count === 0 ? false : count === names.length || "indeterminate";
  return (
    <li className="rounded-lg border bg-card">
      <div className="flex items-center gap-3 border-b px-4 py-2 text-xs text-muted-foreground">
        {onChoose && (
          <Checkbox
            aria-label={`Choose all files of task ${folder.taskKey}`}
            checked={state}
            onCheckedChange={(isChosen) => onChoose(names, isChosen === true)}
          />
        )}
        <span className="clip-line min-w-0 flex-1 font-mono">{folder.taskKey}</span>
        <span className="tabular">{formatBytes(folder.sizeBytes)}</span>
      </div>
      <ul className="divide-y">
        {folder.files.map((file) => (
          <li key={file.name} className="flex items-center gap-3 px-4 py-2">
            {onChoose && (
              <Checkbox
                aria-label={`Choose ${file.name}`}
                checked={chosen.has(file.name)}
                onCheckedChange={(isChosen) => onChoose([file.name], isChosen === true)}
              />
            )}
            <FileRow file={file} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function FileRow({ file: { name, url, sizeBytes, modifiedAt } }: { file: StoredFile }) {
  const shown = name.slice(name.indexOf("/") + 1);
  return (
    <>
      <Preview name={name} url={url} />
      <div className="min-w-0 flex-1 text-sm">
        {url ? (
          <a
            className="clip-line block hover:underline"
            href={url}
            target="_blank"
            rel="noreferrer"
            dir="auto"
          >
            {shown}
          </a>
        ) : (
          <span className="clip-line block" dir="auto">
            {shown}
          </span>
        )}
        <span className="text-xs text-muted-foreground">
          <LocalTime at={modifiedAt} />
        </span>
      </div>
      <span className="tabular text-xs text-muted-foreground">{formatBytes(sizeBytes)}</span>
    </>
  );
}

function Preview({ name, url }: { name: string; url: string | null }) {
  const medium = mediumOf(name);
  if (medium === "image" && url) {
    return (
      <img
        src={url}
        alt=""
        loading="lazy"
        className="h-9 w-16 shrink-0 rounded-sm bg-gray-3 object-contain"
      />
    );
  }
  const Icon = medium === "video" ? FileVideo : medium === "audio" ? FileAudio : FileText;
  return (
    <span className="grid h-9 w-16 shrink-0 place-items-center rounded-sm bg-gray-3 text-muted-foreground">
      <Icon className="size-4" aria-hidden="true" />
    </span>
  );
}
