import type { VideoDetails } from "#lib/features/ziggeo/schema/details.ts";

/** Details as fields hold them: text that may be half typed. */
export interface DetailValues {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly tags: string;
  readonly minDurationSeconds: string;
  readonly maxDurationSeconds: string;
  readonly isVolatile: boolean;
  readonly deletionDay: string;
  readonly data: string;
}

export const toValues = (details: VideoDetails): DetailValues => ({
  ...details,
  tags: details.tags.join(", "),
  minDurationSeconds: String(details.minDurationSeconds ?? ""),
  maxDurationSeconds: String(details.maxDurationSeconds ?? ""),
  deletionDay: details.deletionDay ?? "",
});

/** What is typed, as it is meant. A number that is none stays what it is, for the schema to say so. */
export function fromValues(values: DetailValues, tidy: (json: string) => string): VideoDetails {
  const { key, title, description, isVolatile, deletionDay } = values;
  return {
    key: key.trim(),
    title: title.trim(),
    description: description.trim(),
    tags: toTagList(values.tags),
    minDurationSeconds: toSeconds(values.minDurationSeconds),
    maxDurationSeconds: toSeconds(values.maxDurationSeconds),
    isVolatile,
    deletionDay: deletionDay === "" ? null : deletionDay,
    data: tidy(values.data),
  };
}

export const toTagList = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** 0 is how Ziggeo says without a limit. */
export function toSeconds(text: string): number | null {
  const typed = text.trim().replace(",", ".");
  return typed === "" || Number(typed) === 0 ? null : Number(typed);
}

/** The first day that can be chosen: tomorrow, of UTC. */
export const firstDeletionDay = () => new Date(Date.now() + 24 * 3600_000).toISOString().slice(0, 10);
