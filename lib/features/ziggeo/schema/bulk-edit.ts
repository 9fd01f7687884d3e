import {
  changeDetailsInput,
  changedDetails,
  type DetailChanges,
  type DetailName,
  type DetailRow,
  detailChanges,
  detailNames,
  type VideoDetails,
} from "./details.ts";

/** What is to become of every video of a selection. What is absent stays as each has it. */
export interface BulkEdit {
  /** A pattern: `{n}` counts from 1, `{title}` and `{key}` are what the video has. */
  readonly key?: string;
  /** The same kind of pattern. */
  readonly title?: string;
  readonly description?: string;
  readonly tags?: { readonly how: "add" | "remove" | "replace"; readonly tags: readonly string[] };
  readonly minDurationSeconds?: number | null;
  readonly maxDurationSeconds?: number | null;
  readonly isVolatile?: boolean;
  readonly deletionDay?: string | null;
  /** JSON text of an object; merged member by member, or instead of what is there. */
  readonly data?: { readonly how: "merge" | "replace"; readonly text: string };
}

/** One video's share of a bulk edit. */
export interface PlannedRow {
  readonly row: DetailRow;
  /** The members that become something else; empty when the video is that way already. */
  readonly after: DetailChanges;
  /** Why it cannot be done; null when it can. */
  readonly problem: string | null;
}

/** What is wrong with the edit itself, whatever the videos; by member. */
export function findEditFaults(edit: BulkEdit): Partial<Record<DetailName, string>> {
  const { key: _key, title: _title, tags, data, ...plain } = edit;
  const given = { ...plain, ...(tags && { tags: [...tags.tags] }), ...(data && { data: data.text }) };
  const parsed = detailChanges.safeParse(given);
  const faults: Partial<Record<DetailName, string>> = {};
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = detailNames.find((each) => each === path[0]);
    if (name) faults[name] ??= message;
  }
  if (tags && tags.how !== "replace" && tags.tags.length === 0) faults.tags ??= "Which tags?";
  return faults;
}

/** What each video becomes, and which cannot: two would have one key, a length would contradict the other. */
export function planBulkEdit(rows: readonly DetailRow[], edit: BulkEdit): PlannedRow[] {
  const wished = rows.map((row, index) => applyEdit(row.details, edit, index + 1));
  const counts = new Map<string, number>();
  const slotOf = (row: DetailRow, key: string) => `${row.connectionId}\n${key}`;
  rows.forEach((row, index) => {
    const slot = slotOf(row, wished[index]?.key ?? "");
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  });
  return rows.map((row, index) => {
    const wish = wished[index] ?? row.details;
    const after = changedDetails(row.details, wish);
    if (Object.keys(after).length === 0) return { row, after, problem: null };
    if (after.key && (counts.get(slotOf(row, wish.key)) ?? 0) > 1) {
      return { row, after, problem: `Several would have the key “${wish.key}”: write {n} into it.` };
    }
    const parsed = changeDetailsInput.safeParse({ assetId: row.assetId, before: row.details, after });
    return { row, after, problem: parsed.success ? null : (parsed.error.issues[0]?.message ?? null) };
  });
}

function applyEdit(details: VideoDetails, edit: BulkEdit, number: number): VideoDetails {
  const { key, title, tags, data, ...plain } = edit;
  return {
    ...details,
    ...plain,
    ...(key !== undefined && { key: fill(key, details, number) }),
    ...(title !== undefined && { title: fill(title, details, number) }),
    ...(tags && { tags: editTags(details.tags, tags) }),
    ...(data && { data: editData(details.data, data) }),
  };
}

/** `{n}` of `clip-{n}`. What is written between other braces stays. */
const fill = (pattern: string, { title, key }: VideoDetails, number: number) =>
  pattern
    .replace(/\{(n|title|key)\}/g, (_all, name: string) =>
      name === "n" ? String(number) : name === "title" ? title : key,
    )
    .trim();

function editTags(tags: readonly string[], { how, tags: given }: NonNullable<BulkEdit["tags"]>): string[] {
  if (how === "remove") return tags.filter((tag) => !given.includes(tag));
  return [...new Set(how === "add" ? [...tags, ...given] : given)];
}

/** Text that is no object is left as it is: `findEditFaults` has told. */
function editData(current: string, { how, text }: NonNullable<BulkEdit["data"]>): string {
  if (how === "replace") return tidyJson(text);
  const [before, given] = [readObject(current), readObject(text)];
  if (!given) return current;
  return JSON.stringify({ ...before, ...given }, null, 2);
}

/** As the form shows it, so that spaces alone are no change. What is no JSON stays as it is typed. */
export function tidyJson(text: string): string {
  const value = readObject(text);
  if (!value) return text.trim() === "" ? "" : text;
  return Object.keys(value).length === 0 ? "" : JSON.stringify(value, null, 2);
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
