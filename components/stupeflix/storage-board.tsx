"use client";

import { HardDrive } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { countOf, formatBytes, formatCount } from "#lib/client/format.ts";
import type { StorageView } from "#lib/features/stupeflix/schema/storage.ts";
import { useDeletion } from "./delete-files.tsx";
import { StorageCleanup } from "./storage-cleanup.tsx";
import { StorageFolder } from "./storage-folder.tsx";
import { StorageLifetime } from "./storage-lifetime.tsx";

export interface StorageBoardProps {
  connectionId: string;
  storage: StorageView;
  canDelete: boolean;
  canSetLifetime: boolean;
}

/** The account's storage: what is kept by which task, how much it is, and the ways to let it go. */
export default function StorageBoard({
  connectionId,
  storage,
  canDelete,
  canSetLifetime,
}: StorageBoardProps) {
  const { folders, folderCount, fileCount, usageBytes, lifetimeDays } = storage;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { ask, dialog, isPending } = useDeletion(connectionId, () => setChosen(new Set()));
  const choose = (names: readonly string[], isChosen: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const name of names) {
        if (isChosen) after.add(name);
        else after.delete(name);
      }
      return after;
    });
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <section className="grid min-w-0 gap-3" aria-label="Files">
        <div className="flex min-h-8 flex-wrap items-center gap-3">
          <p className="flex-1 text-sm text-soft-foreground tabular">
            {formatBytes(usageBytes)} in {countOf(fileCount, "file")} of {countOf(folderCount, "task")}
          </p>
          {chosen.size > 0 && (
            <Button
              variant="destructive"
              pending={isPending}
              onClick={() => ask({ by: "name", names: [...chosen] })}
            >
              Delete {countOf(chosen.size, "chosen file")}…
            </Button>
          )}
        </div>
        {folders.length === 0 ? (
          <EmptyState icon={<HardDrive />} title="Nothing is stored">
            What tasks make is kept here, unless a task says otherwise.
          </EmptyState>
        ) : (
          <ul className="grid gap-3">
            {folders.map((folder) => (
              <StorageFolder
                key={folder.taskKey}
                connectionId={connectionId}
                folder={folder}
                chosen={chosen}
                onChoose={canDelete ? choose : undefined}
              />
            ))}
          </ul>
        )}
        {folderCount > folders.length && (
          <p className="text-xs text-muted-foreground">
            The newest {formatCount(folders.length)} of {formatCount(folderCount)} tasks are shown.
          </p>
        )}
      </section>
      <aside className="grid gap-4" aria-label="How long files are kept">
        <StorageLifetime
          key={lifetimeDays}
          connectionId={connectionId}
          days={lifetimeDays}
          canSet={canSetLifetime}
        />
        {canDelete && <StorageCleanup connectionId={connectionId} />}
      </aside>
      {dialog}
    </div>
  );
}
