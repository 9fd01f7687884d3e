import { isWatched } from "#lib/features/uploads/client/phases.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";
import { phaseInWords } from "./upload-words.ts";

/** Tells screen readers what changed phase; numbers would talk without end. */
export function UploadAnnouncer({ views }: { views: readonly UploadView[] }) {
  const told = views
    .filter(({ phase }) => phase !== "sending" && phase !== "checking" && !isWatched(phase))
    .map((view) => `${view.file.name}: ${phaseInWords(view)}`)
    .join(". ");
  return (
    <p aria-live="polite" className="sr-only">
      {told}
    </p>
  );
}
