/** A family of the fonts that come with the engine, from npm packages under free licences. */
export interface KnownFont {
  readonly family: string;
  /** Below `@fontsource/`. */
  readonly folder: string;
  /** Lower case; what the service, and systems, called fonts of this kind. */
  readonly aliases: readonly string[];
}

export const knownFonts: readonly KnownFont[] = [
  {
    family: "Inter",
    folder: "inter",
    aliases: ["sans", "sans-serif", "arial", "helvetica", "verdana", "tahoma", "roboto", "open sans"],
  },
  {
    family: "Merriweather",
    folder: "merriweather",
    aliases: ["serif", "times", "times new roman", "georgia", "garamond"],
  },
  {
    family: "JetBrains Mono",
    folder: "jetbrains-mono",
    aliases: ["monospace", "mono", "courier", "courier new"],
  },
  { family: "Oswald", folder: "oswald", aliases: ["impact", "condensed"] },
  { family: "Lobster", folder: "lobster", aliases: ["cursive", "script", "comic sans ms"] },
];

/** Looked into, in this order, for letters that the asked font lacks. */
export const fallbackFonts: readonly KnownFont[] = [
  { family: "Inter", folder: "inter", aliases: [] },
  { family: "Noto Sans Arabic", folder: "noto-sans-arabic", aliases: [] },
  { family: "Noto Sans Hebrew", folder: "noto-sans-hebrew", aliases: [] },
  { family: "Noto Sans Devanagari", folder: "noto-sans-devanagari", aliases: [] },
  { family: "Noto Sans Thai", folder: "noto-sans-thai", aliases: [] },
];

/** Undefined for a name that none of ours answers to; null asks for the usual one. */
export function findFont(name: string | null): KnownFont | undefined {
  const wanted = (name ?? "sans")
    .trim()
    .toLowerCase()
    .replace(/\.(ttf|otf)$/, "");
  return knownFonts.find(
    ({ family, aliases }) => family.toLowerCase() === wanted || aliases.includes(wanted),
  );
}
