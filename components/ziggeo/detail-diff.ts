import {
  type DetailChanges,
  detailNames,
  detailWords,
  type VideoDetails,
} from "#lib/features/ziggeo/schema/details.ts";

/** A member, or one of custom data's, as it is and as it will be; null where it is not there. */
export interface DetailDifference {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a change changes, in words. */
export function listDifferences(before: VideoDetails, after: DetailChanges): DetailDifference[] {
  return detailNames.flatMap((name): DetailDifference[] => {
    const value = after[name];
    if (value === undefined) return [];
    if (name === "data") return listMembers(before.data, String(value));
    return [{ label: detailWords[name], before: inWords(before[name]), after: inWords(value) }];
  });
}

function inWords(value: VideoDetails[keyof VideoDetails]): string | null {
  if (value === null || value === "") return null;
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number") return `${value} s`;
  return typeof value === "string" ? value : value.join(", ") || null;
}

function listMembers(before: string, after: string): DetailDifference[] {
  const [was, becomes] = [readMembers(before), readMembers(after)];
  return [...new Set([...was.keys(), ...becomes.keys()])]
    .filter((name) => was.get(name) !== becomes.get(name))
    .map((name) => ({
      label: `${detailWords.data}: ${name}`,
      before: was.get(name) ?? null,
      after: becomes.get(name) ?? null,
    }));
}

function readMembers(text: string): Map<string, string> {
  if (text.trim() === "") return new Map();
  try {
    const value: unknown = JSON.parse(text);
    return new Map(Object.entries(value ?? {}).map(([name, member]) => [name, JSON.stringify(member)]));
  } catch {
    return new Map([["(not JSON)", text]]);
  }
}
