import type { BulkEdit } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import type { DetailName } from "#lib/features/ziggeo/schema/details.ts";
import { type DetailValues, toSeconds, toTagList } from "./detail-values.ts";

/** A bulk edit while it is typed: which members are meant at all, and what they become. */
export interface BulkValues extends DetailValues {
  readonly chosen: readonly DetailName[];
  readonly tagsHow: NonNullable<BulkEdit["tags"]>["how"];
  readonly dataHow: NonNullable<BulkEdit["data"]>["how"];
}

export const nothingChosen: BulkValues = {
  chosen: [],
  key: "",
  title: "",
  description: "",
  tags: "",
  tagsHow: "add",
  minDurationSeconds: "",
  maxDurationSeconds: "",
  isVolatile: false,
  deletionDay: "",
  data: "",
  dataHow: "merge",
};

export function toBulkEdit(values: BulkValues): BulkEdit {
  const has = (name: DetailName) => values.chosen.includes(name);
  return {
    ...(has("key") && { key: values.key.trim() }),
    ...(has("title") && { title: values.title.trim() }),
    ...(has("description") && { description: values.description.trim() }),
    ...(has("tags") && { tags: { how: values.tagsHow, tags: toTagList(values.tags) } }),
    ...(has("minDurationSeconds") && { minDurationSeconds: toSeconds(values.minDurationSeconds) }),
    ...(has("maxDurationSeconds") && { maxDurationSeconds: toSeconds(values.maxDurationSeconds) }),
    ...(has("isVolatile") && { isVolatile: values.isVolatile }),
    ...(has("deletionDay") && { deletionDay: values.deletionDay || null }),
    ...(has("data") && { data: { how: values.dataHow, text: values.data } }),
  };
}
