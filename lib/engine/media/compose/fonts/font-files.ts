import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { fallbackFonts, type KnownFont } from "./known-fonts.ts";

const require = createRequire(import.meta.url);
const rangesByFolder = new Map<string, Readonly<Record<string, string>>>();
const metadataShape = z.object({ weights: z.array(z.number()), styles: z.array(z.string()) });
const rangesShape = z.record(z.string(), z.string());

/** The package's own folder. */
const folderOf = ({ folder }: KnownFont) =>
  path.dirname(require.resolve(`@fontsource/${folder}/package.json`));

const metadataOf = (font: KnownFont) =>
  metadataShape.parse(readJson(path.join(folderOf(font), "metadata.json")));

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** What a family has no files for, in words; another weight or an upright letter would be a silent stand-in. */
export function missingStyle(font: KnownFont, style: { weight: number; italic: boolean }): string[] {
  const { weights, styles } = metadataOf(font);
  return [
    ...(weights.includes(style.weight)
      ? []
      : [`the font ${font.family} has no weight ${style.weight}; it has ${weights.join(", ")}`]),
    ...(style.italic && !styles.includes("italic") ? [`the font ${font.family} has no italic letters`] : []),
  ];
}

/** A family's files in the weight and slant nearest to what is asked; one file for each script it has. */
export function fontFiles(font: KnownFont, weight: number, isItalic: boolean): string[] {
  const folder = folderOf(font);
  const { weights, styles } = metadataOf(font);
  const nearest = weights.reduce((best, one) =>
    Math.abs(one - weight) < Math.abs(best - weight) ? one : best,
  );
  const style = isItalic && styles.includes("italic") ? "italic" : "normal";
  return Object.keys(rangesOf(folder)).map((subset) =>
    path.join(folder, "files", `${font.folder}-${subset.replace(/[[\]]/g, "")}-${nearest}-${style}.woff2`),
  );
}

/**
 * Which characters are in which file. The ranges of `symbols` and `math` say what such a file may have in any family,
 * not what this one has.
 */
function rangesOf(folder: string): Readonly<Record<string, string>> {
  const known = rangesByFolder.get(folder);
  if (known) return known;
  const ranges = rangesShape.parse(readJson(path.join(folder, "unicode.json")));
  const own = Object.fromEntries(
    Object.entries(ranges).filter(([name]) => !["symbols", "math"].includes(name)),
  );
  rangesByFolder.set(folder, own);
  return own;
}

/** The characters of a text that no font of ours has, each once. */
export function missingCharacters(text: string, font: KnownFont): string[] {
  const ranges = [font, ...fallbackFonts].flatMap((one) =>
    Object.values(rangesOf(folderOf(one))).flatMap(parseRanges),
  );
  const isInvisible = /[\s\p{Cf}\p{Cc}]/u;
  const missing = [...new Set(text)].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return !isInvisible.test(character) && !ranges.some(([from, to]) => code >= from && code <= to);
  });
  return missing;
}

/** CSS's notation: `U+0000-00FF,U+0131`. */
function parseRanges(text: string): [from: number, to: number][] {
  return text.split(",").map((range) => {
    const [from = "0", to = from] = range.trim().replace(/^U\+/i, "").split("-");
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}
