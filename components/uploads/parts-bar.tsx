import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { formatCount } from "#lib/client/format.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";

/** A file's parts side by side, each filling as it is sent; many parts share a segment. */
export function PartsBar({ view }: { view: UploadView }) {
  const { file, sentBytes, segments, partCount, doneParts } = view;
  const percent = (sentBytes / Math.max(1, file.sizeBytes)) * 100;
  return (
    <div className="grid gap-1">
      <ProgressBar
        percent={percent}
        parts={segments}
        label={`Parts of ${file.name}`}
        className="h-3 rounded-sm"
      />
      {partCount !== null && (
        <p className="text-xs text-muted-foreground tabular">
          {doneParts === null
            ? `${formatCount(partCount)} parts`
            : `${formatCount(doneParts)} of ${formatCount(partCount)} parts whole`}
          {partCount > segments.length &&
            segments.length > 1 &&
            ` · ${Math.ceil(partCount / segments.length)} parts to a segment`}
        </p>
      )}
    </div>
  );
}
