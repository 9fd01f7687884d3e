"use client";

import { memo } from "react";
import { ActionButton } from "#components/library/inspector-renditions.tsx";
import { renditionState } from "#components/library/rendition-state.ts";
import { Age } from "#components/ui/age.tsx";
import { cn } from "#components/ui/class-names.ts";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import type { WorkItem } from "#lib/features/library/schema.ts";

/** Providers whose renditions can be made again or stopped. */
const steerable = new Set<WorkItem["provider"]>(["telestream"]);

/** One rendition: where it stands, how far it is, its cause when it failed, and the one action that fits. */
export const TaskRow = memo(function TaskRow({ item, canEdit }: { item: WorkItem; canEdit: boolean }) {
  const action = actionFor(item);
  const isOver = item.status === "ready" || item.status === "cancelled";
  return (
    <li className="flex min-h-8 items-center gap-3 text-sm">
      <StatusMark status={toStatusKind(item.status)} percent={item.progressPercent} />
      <span className="clip-line w-28 shrink-0">{item.name}</span>
      {item.status === "encoding" && (
        <ProgressBar
          percent={item.progressPercent}
          label={`${item.name} of ${item.assetTitle}`}
          className="max-w-80 flex-1 max-sm:hidden"
        />
      )}
      <span
        className={cn(
          "min-w-0 tabular",
          item.status === "failed" ? "line-clamp-2 text-failed-text" : "clip-line text-soft-foreground",
        )}
      >
        {renditionState(item)}
        {isOver && (
          <span className="text-muted-foreground">
            {" · "}
            <Age since={item.updatedAt} />
          </span>
        )}
      </span>
      <span className="ms-auto size-7 shrink-0">
        {canEdit && action && (
          <ActionButton
            kind={action}
            assetId={item.assetId}
            rendition={{ renditionId: item.renditionId, name: `${item.name} of ${item.assetTitle}` }}
          />
        )}
      </span>
    </li>
  );
});

function actionFor({ provider, status }: WorkItem): "retry" | "cancel" | undefined {
  if (!steerable.has(provider)) return undefined;
  if (status === "queued" || status === "encoding") return "cancel";
  return status === "failed" || status === "cancelled" ? "retry" : undefined;
}
