import type { VideoArguments } from "#lib/providers/ziggeo/arguments.ts";
import type { WireVideo } from "#lib/providers/ziggeo/wire.ts";
import type { DetailChanges, VideoDetails } from "./schema/details.ts";

const daySeconds = 24 * 3600;

/** A video's details as its form shows them: no nulls in text, days instead of counts of days. */
export function toDetails(video: WireVideo): VideoDetails {
  return {
    key: video.key ?? "",
    title: video.title ?? "",
    description: video.description ?? "",
    tags: toTags(video.tags),
    minDurationSeconds: video.min_duration || null,
    maxDurationSeconds: video.max_duration || null,
    isVolatile: video.volatile ?? false,
    deletionDay: toDay(video),
    data: toJsonText(video.data),
  };
}

/** A date belongs to the page, a wire date to Ziggeo; nothing is how it hears "take it away". */
export function toArguments(changes: DetailChanges): VideoArguments {
  const { key, title, description, tags, minDurationSeconds, maxDurationSeconds } = changes;
  const { isVolatile, deletionDay, data } = changes;
  return {
    ...(key !== undefined && { key }),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags }),
    ...(minDurationSeconds !== undefined && { min_duration: minDurationSeconds }),
    ...(maxDurationSeconds !== undefined && { max_duration: maxDurationSeconds }),
    ...(isVolatile !== undefined && { volatile: isVolatile }),
    // Days are counted from a moment that the service does not tell; a date is a date.
    ...(deletionDay !== undefined &&
      (deletionDay === null ? { expiration_days: 0 } : { expire_on: deletionDay })),
    ...(data !== undefined && { data: data.trim() === "" ? null : JSON.parse(data) }),
  };
}

/** What people call it. */
export const nameOf = ({ title, key, token }: WireVideo) => title || key || token;

function toTags(tags: WireVideo["tags"]): string[] {
  const list = typeof tags === "string" ? tags.split(",") : (tags ?? []);
  return list.map((tag) => tag.trim()).filter(Boolean);
}

/** Our engine names the moment; the service, the days since the video was made. */
function toDay({ reelyard, expiration_days, created }: WireVideo): string | null {
  const counted = expiration_days && created ? created + expiration_days * daySeconds : null;
  const at = reelyard?.expires_at ?? counted;
  return at === null ? null : new Date(at * 1000).toISOString().slice(0, 10);
}

function toJsonText(data: WireVideo["data"]): string {
  if (!data || Array.isArray(data)) return "";
  return Object.keys(data).length === 0 ? "" : JSON.stringify(data, null, 2);
}
