import type { Parameter, TaskGroup } from "#lib/features/stupeflix/schema/kinds.ts";

const spelled: Readonly<Record<string, string>> = {
  url: "Address",
  urls: "Addresses",
  crf: "CRF",
  gop: "Keyframe interval",
  vmargin: "Vertical margin",
  url_callback: "When it succeeds",
  url_errback: "When it fails",
};

/** "frame_duration" as people say it: "Frame duration". */
export function labelOf(name: string): string {
  const known = spelled[name];
  if (known) return known;
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What stands below a field: what it does, and what happens when it is left alone. */
export function helpOf({ description, default: given, minimum, maximum, type, choices }: Parameter): string {
  const isNumber = type === "integer" || type === "float";
  const range =
    isNumber && minimum !== undefined && maximum !== undefined && maximum < 1_000_000
      ? ` From ${minimum} to ${maximum}.`
      : "";
  // A choice shows its default, and a switch is one.
  const isWorthSaying =
    given !== undefined && !choices && type !== "boolean" && !Array.isArray(given) && given !== "";
  return `${description}${range}${isWorthSaying ? ` ${String(given)} when left alone.` : ""}`;
}

export const groups: readonly { readonly group: TaskGroup; readonly title: string }[] = [
  { group: "audio", title: "Audio" },
  { group: "image", title: "Image" },
  { group: "video", title: "Video" },
  { group: "web", title: "Web" },
  { group: "publish", title: "Publish" },
  { group: "other", title: "Other" },
];

/** Names for stores that say what happens to the files. */
export const storeWords: Readonly<Record<string, string>> = {
  persistent: "This account’s storage",
  volatile: "Storage, for a week",
  s3_signed: "A signed address (S3)",
  youtube: "YouTube",
};

const narrowControls: ReadonlySet<Parameter["control"]> = new Set(["number", "switch", "choice", "color"]);

/** What fits beside another. */
export const isNarrow = ({ control }: Parameter): boolean => narrowControls.has(control);
