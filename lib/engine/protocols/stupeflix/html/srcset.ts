/** The candidates of a `srcset`: an address, and its width where the descriptor is one (HTML, "parsing a srcset"). */
export function parseSrcset(srcset: string): { url: string; width?: number }[] {
  const candidates: { url: string; width?: number }[] = [];
  let rest = srcset;
  while (candidates.length < 100) {
    rest = rest.replace(/^[\s,]+/, "");
    const url = /^\S+/.exec(rest)?.[0];
    if (url === undefined) break;
    rest = rest.slice(url.length);
    // A comma at the end of the address ends the candidate; one inside it is its own.
    const bare = url.replace(/,+$/, "");
    const descriptor = bare === url ? (/^[^,]*/.exec(rest)?.[0] ?? "") : "";
    rest = rest.slice(descriptor.length);
    const width = /(?:^|\s)(\d{1,6})w(?:\s|$)/.exec(descriptor)?.[1];
    candidates.push({ url: bare, ...(width !== undefined && { width: Number(width) }) });
  }
  return candidates;
}
