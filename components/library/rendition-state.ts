import { formatBytes, formatRemaining } from "#lib/client/format.ts";
import type { Rendition } from "#lib/domain/rendition.ts";
import { ordinal } from "./asset-words.ts";

type Shown = Pick<Rendition, "status" | "progressPercent" | "remainingMs" | "queuePosition"> & {
  readonly sizeBytes?: number | null;
  readonly error: { readonly message: string } | null;
};

/** Where a rendition stands, in a few words. */
export function renditionState(rendition: Shown): string {
  switch (rendition.status) {
    case "queued":
      return rendition.queuePosition === null ? "Queued" : `Queued, ${ordinal(rendition.queuePosition)}`;
    case "encoding": {
      const percent = `${Math.round(rendition.progressPercent)} %`;
      return rendition.remainingMs === null
        ? percent
        : `${percent} · ${formatRemaining(rendition.remainingMs)} left`;
    }
    case "ready":
      return rendition.sizeBytes ? formatBytes(rendition.sizeBytes) : "Ready";
    case "failed":
      return rendition.error?.message ? `Failed: ${rendition.error.message}` : "Failed";
    case "cancelled":
      return "Cancelled";
  }
}
