import { z } from "zod";

export const connectionInput = z.object({ connectionId: z.string().min(1).max(100) });

const day = z.iso.date("Choose a day.");

/** Which files a deletion means: those named, at some addresses, older than so many days, or of some days. */
export const fileChoice = z.discriminatedUnion("by", [
  z.object({
    by: z.literal("name"),
    names: z
      .array(z.string().regex(/^[A-Z2-7]{26}\/.+$/))
      .min(1, "Choose a file.")
      .max(1_000, "Choose at most 1,000 files at once."),
  }),
  z.object({
    by: z.literal("url"),
    urls: z
      .array(z.url({ protocol: /^https?$/, error: "Each line is an address of a file." }).max(4_000))
      .min(1, "Give it an address.")
      .max(1_000, "Give it at most 1,000 addresses at once."),
  }),
  z.object({ by: z.literal("age"), days: z.number().min(0).max(36_500) }),
  z
    .object({ by: z.literal("date"), from: day.optional(), to: day.optional() })
    .refine(({ from, to }) => from !== undefined || to !== undefined, "Choose a first or a last day.")
    .refine(({ from, to }) => !from || !to || from <= to, "The last day is before the first."),
]);
export type FileChoice = z.output<typeof fileChoice>;

export const filesInput = connectionInput.extend({ choice: fileChoice });
export type FilesInput = z.output<typeof filesInput>;

export const lifetimeInput = connectionInput.extend({
  days: z.number().int("Use whole days.").min(0).max(36_500, "Use at most 36,500 days."),
});
export type LifetimeInput = z.output<typeof lifetimeInput>;

/** What a deletion takes, or took. */
export interface Deletion {
  readonly count: number;
  readonly sizeBytes: number;
}

export interface StoredFile {
  /** `<task key>/<file>` */
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedAt: string;
  /** As a browser reaches it; null where it cannot. */
  readonly url: string | null;
}

/** One task's files. */
export interface StoredFolder {
  readonly taskKey: string;
  readonly sizeBytes: number;
  readonly modifiedAt: string;
  readonly files: readonly StoredFile[];
}

export interface StorageView {
  /** Newest first; when there are very many, only the newest. */
  readonly folders: readonly StoredFolder[];
  readonly folderCount: number;
  readonly fileCount: number;
  readonly usageBytes: number;
  /** After how many days files are deleted; 0 never. */
  readonly lifetimeDays: number;
}
