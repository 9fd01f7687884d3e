import { z } from "zod";
import { findJsonFault } from "./json-object.ts";

const longestText = 10_000;
const longestSeconds = 1e9;
export const longestKey = 255;

/** What can be said of a video, as a page shows it: nothing is empty or null. */
export const videoDetails = z.object({
  key: z.string(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  minDurationSeconds: z.number().nullable(),
  maxDurationSeconds: z.number().nullable(),
  isVolatile: z.boolean(),
  /** `2026-12-24`, of UTC: the video is deleted when that day begins. */
  deletionDay: z.string().nullable(),
  /** JSON text of an object, or empty. */
  data: z.string(),
});
export type VideoDetails = z.output<typeof videoDetails>;
export type DetailName = keyof VideoDetails;
export const detailNames = Object.keys(videoDetails.shape) as readonly DetailName[];

export const detailWords: Readonly<Record<DetailName, string>> = {
  key: "Key",
  title: "Title",
  description: "Description",
  tags: "Tags",
  minDurationSeconds: "Shortest",
  maxDurationSeconds: "Longest",
  isVolatile: "Volatile",
  deletionDay: "Deletion date",
  data: "Custom data",
};

const seconds = z.coerce
  .number("Seconds, as a number.")
  .min(0, "Seconds, as a number.")
  .max(longestSeconds, "That is longer than any video.");
const text = z
  .string()
  .trim()
  .max(longestText, `At most ${longestText} characters.`)
  .refine((value) => !value.includes("\0"), "Without invisible characters.");

/** What somebody may write: the named members alone are changed. */
export const detailChanges = z
  .object({
    key: text
      .max(longestKey, `At most ${longestKey} characters.`)
      .refine((key) => !key.includes("/"), "A key has no slash."),
    title: text,
    description: text,
    tags: z.array(
      text
        .min(1)
        .max(200, "A tag has at most 200 characters.")
        .refine((tag) => !tag.includes(","), "A tag has no comma."),
    ),
    minDurationSeconds: seconds.nullable(),
    maxDurationSeconds: seconds.nullable(),
    isVolatile: z.boolean(),
    deletionDay: z.iso
      .date("A day, such as 2026-12-24.")
      .refine((day) => Date.parse(day) > Date.now(), "A day to come.")
      .nullable(),
    data: z
      .string()
      .max(1_000_000, "That is more than a video carries along.")
      .superRefine((given, context) => {
        const fault = given.trim() === "" ? undefined : findJsonFault(given);
        if (fault) context.addIssue({ code: "custom", message: fault });
      }),
  })
  .partial();
export type DetailChanges = z.output<typeof detailChanges>;

/** A change to one video. `before` is what the person saw: what has changed since is not written over. */
export const changeDetailsInput = z
  .object({
    assetId: z.string().min(1).max(100),
    before: videoDetails,
    after: detailChanges.refine((after) => Object.keys(after).length > 0, "Nothing is changed."),
  })
  .superRefine(({ before, after }, context) => {
    const { minDurationSeconds: min, maxDurationSeconds: max } = { ...before, ...after };
    const isTouched = after.minDurationSeconds !== undefined || after.maxDurationSeconds !== undefined;
    if (!isTouched || min == null || max == null || min <= max) return;
    const path = ["after", "maxDurationSeconds"];
    context.addIssue({ code: "custom", path, message: `At least the shortest, ${min} s.` });
  });
export type ChangeDetailsInput = z.output<typeof changeDetailsInput>;

/** A handful at a time: an action holds up the next, so the page sends a long selection in several. */
export const changesPerAction = 5;
export const changeManyInput = z.object({
  changes: z.array(changeDetailsInput).min(1).max(changesPerAction),
});
export type ChangeManyInput = z.output<typeof changeManyInput>;

/** What came of each: null, or why not. */
export interface ChangedRow {
  readonly assetId: string;
  readonly problem: string | null;
}

export const rowsPerRead = 50;
/** `?ids=a,b,c`. */
export const detailRowsInput = z.object({
  ids: z
    .string()
    .transform((list) => list.split(",").filter(Boolean))
    .pipe(z.array(z.string().max(100)).max(rowsPerRead)),
});

/** A video of a selection, as it is now. What is not at Ziggeo, or no longer there, is left out. */
export const detailRow = z.object({
  assetId: z.string(),
  /** A key is unique within it. */
  connectionId: z.string(),
  name: z.string(),
  details: videoDetails,
});
export type DetailRow = z.output<typeof detailRow>;
export const detailRows = z.array(detailRow);

export const keysPerRead = 50;
/** `?key=a&key=b`: keys may hold commas. */
export const keyOwnersInput = z.object({
  assetId: z.string().min(1).max(100),
  key: z
    .union([z.string().transform((key) => [key]), z.array(z.string())])
    .pipe(z.array(z.string().min(1).max(longestKey)).max(keysPerRead)),
});
export type KeyOwnersInput = z.output<typeof keyOwnersInput>;

/** Who has a key already, other than the video that was asked for. */
export const keyOwner = z.object({
  key: z.string(),
  title: z.string(),
  /** Null for a video that the library does not know yet. */
  assetId: z.string().nullable(),
});
export type KeyOwner = z.output<typeof keyOwner>;
export const keyOwners = z.array(keyOwner);

/** The members whose value is another one, with that value. */
export function changedDetails(before: VideoDetails, after: VideoDetails): Partial<VideoDetails> {
  return Object.fromEntries(
    detailNames.filter((name) => !isSameDetail(before[name], after[name])).map((name) => [name, after[name]]),
  );
}

export const isSameDetail = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
