/**
 * The text search and title order work on: lower case, no accents, words parted by one space.
 * Done here rather than by the database, whose answer would depend on its locale.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What titles are ordered by. Digits are padded so that "part 2" comes before "part 10". */
export function toTitleKey(title: string): string {
  return fold(title.slice(0, 200))
    .replaceAll(/\d+/g, (digits) => digits.padStart(8, "0"))
    .slice(0, 120)
    .toWellFormed();
}

/** Title, file name and tags as one searched text; each word begins after a space. */
export function toSearchText(asset: {
  title: string;
  fileName: string | null;
  tags: readonly string[];
}): string {
  return ` ${fold([asset.title, asset.fileName ?? "", ...asset.tags].join(" ")).slice(0, 2000)} `;
}
