"use client";

import { FileAudio, FileText, FileVideo } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { countOf, formatBytes } from "#lib/client/format.ts";
import type { StoredFile, StoredFolder } from "#lib/features/stupeflix/schema/storage.ts";
import { taskHref } from "./hrefs.ts";
import { mediumOf } from "./medium.ts";

const FilePreview = lazy(() => import("./file-preview.tsx"));

export interface StorageFolderProps {
  connectionId: string;
  folder: StoredFolder;
  chosen: ReadonlySet<string>;
  /** Absent for those who may not delete. */
  onChoose: ((names: readonly string[], isChosen: boolean) => void) | undefined;
}

/** One task's files, to look at and to choose. */
export function StorageFolder({ connectionId, folder, chosen, onChoose }: StorageFolderProps) {
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
        <Link
          href={taskHref(connectionId, folder.taskKey)}
          className="clip-line min-w-0 flex-1 font-mono hover:underline"
        >
          {folder.taskKey}
        </Link>
        <span className="tabular">{countOf(folder.files.length, "file")}</span>
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
  const [isOpen, setOpen] = useState(false);
  const shown = name.slice(name.indexOf("/") + 1);
  const canBeShown = url !== null && mediumOf(name) !== "other";
  return (
    <>
      <Thumbnail name={name} url={url} />
      <div className="min-w-0 flex-1 text-sm">
        {canBeShown ? (
          <button
            type="button"
            className="clip-line block max-w-full text-start hover:underline"
            dir="auto"
            onClick={() => setOpen(true)}
          >
            {shown}
          </button>
        ) : url ? (
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
      {isOpen && url && (
        <Suspense fallback={null}>
          <FilePreview name={shown} url={url} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function Thumbnail({ name, url }: { name: string; url: string | null }) {
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
