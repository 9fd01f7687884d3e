import { cn } from "#components/ui/class-names.ts";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { formatCount } from "#lib/client/format.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";

/** A file's parts side by side, each filling as it is sent; many parts share a segment. */
export function PartsBar({ view, className }: { view: UploadView; className?: string }) {
  const { file, sentBytes, segments, partCount, doneParts } = view;
  const percent = (sentBytes / Math.max(1, file.sizeBytes)) * 100;
  return (
    <div className="grid gap-1">
      <ProgressBar
        percent={percent}
        parts={segments}
        label={`Parts of ${file.name}`}
        className={cn("h-3 rounded-md", className)}
      />
      {partCount !== null && (
        <p className="text-xs text-muted-foreground tabular">
          {doneParts === null
            ? `${formatCount(partCount)} parts`
            : `${formatCount(doneParts)} of ${formatCount(partCount)} parts whole`}
          {partCount > segments.length &&
            segments.length > 1 &&
            `, ${Math.ceil(partCount / segments.length)} to a segment`}
        </p>
      )}
    </div>
  );
}
