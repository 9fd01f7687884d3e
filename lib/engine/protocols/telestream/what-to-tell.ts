import type { Told } from "../../db/schema/telestream-notified.ts";
import type { EngineAsset, EngineRendition } from "../../library/types.ts";

/** One notification before it is a delivery (`telestream.md` §7). */
export type Notification =
  | { readonly event: "video-created" | "video-encoded"; readonly encodingIds: readonly string[] }
  | { readonly event: "encoding-complete"; readonly encodingId: string }
  | { readonly event: "encoding-progress"; readonly encodingId: string; readonly progress: number };

/** "About every 10 s while encoding". */
const progressEveryMs = 10_000;

const nothingTold: Told = { created: false, encoded: false, finished: {}, progressAt: {} };

/**
 * What a video's receivers have not heard yet, in the order it happened, and what they will have heard then.
 * Told or not, an event is remembered: switching it on later does not tell of old times.
 */
export function whatToTell(
  asset: Pick<EngineAsset, "status">,
  renditions: readonly Pick<
    EngineRendition,
    "renditionId" | "status" | "startedAt" | "finishedAt" | "progressPercent"
  >[],
  before: Told = nothingTold,
  now: Date,
): { notifications: Notification[]; told: Told } {
  if (asset.status !== "success" && asset.status !== "fail") return { notifications: [], told: before };
  const encodingIds = renditions.map(({ renditionId }) => renditionId);
  const notifications: Notification[] = [];
  if (!before.created) notifications.push({ event: "video-created", encodingIds });

  const progressAt: Record<string, number> = {};
  const finished: Record<string, number> = {};
  let hasNewEnd = false;
  for (const { renditionId, status, startedAt, finishedAt, progressPercent } of renditions) {
    const told = before.finished[renditionId];
    if (status === "encoding" && startedAt) {
      const last = Math.max(before.progressAt[renditionId] ?? 0, startedAt.getTime());
      const isDue = now.getTime() - last >= progressEveryMs;
      if (isDue)
        notifications.push({
          event: "encoding-progress",
          encodingId: renditionId,
          progress: progressPercent,
        });
      progressAt[renditionId] = isDue ? now.getTime() : last;
    }
    if (told !== undefined) finished[renditionId] = told;
    if (!finishedAt || !hasEnded(status) || told === finishedAt.getTime()) continue;
    notifications.push({ event: "encoding-complete", encodingId: renditionId });
    finished[renditionId] = finishedAt.getTime();
    hasNewEnd = true;
  }
  const allEnded = renditions.length > 0 && renditions.every(({ status }) => hasEnded(status));
  if (allEnded && (hasNewEnd || !before.encoded)) notifications.push({ event: "video-encoded", encodingIds });
  return { notifications, told: { created: true, encoded: allEnded, finished, progressAt } };
}

const hasEnded = (status: EngineRendition["status"]) =>
  status === "success" || status === "fail" || status === "cancelled";

/** The form that travels; the fields' order is the vendor's. */
export function toForm(
  videoId: string,
  notification: Notification,
  payload: string | undefined,
): URLSearchParams {
  const form = new URLSearchParams({ event: notification.event });
  if ("encodingIds" in notification) {
    form.set("video_id", videoId);
    for (const [index, id] of notification.encodingIds.entries()) form.set(`encoding_ids[${index}]`, id);
  } else {
    form.set("encoding_id", notification.encodingId);
    // Not documented; a receiver of the community's demands it.
    form.set("video_id", videoId);
    if ("progress" in notification) form.set("progress", String(Math.round(notification.progress)));
  }
  if (payload !== undefined) form.set("payload", payload);
  return form;
}
