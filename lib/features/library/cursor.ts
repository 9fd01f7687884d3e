import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { assetSorts } from "./schema.ts";

/** Where a page ended: the sort key and id of its last row, and the filter's total as first counted. */
const cursor = z.tuple([
  z.enum(assetSorts),
  z.union([z.string(), z.number()]),
  z.string(),
  z.number(),
  z.boolean(),
]);

export interface Cursor {
  readonly sort: (typeof assetSorts)[number];
  readonly key: string | number;
  readonly assetId: string;
  readonly total: number;
  readonly totalIsExact: boolean;
}

export function encodeCursor({ sort, key, assetId, total, totalIsExact }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, key, assetId, total, totalIsExact])).toString("base64url");
}

/** Throws `DomainError` invalid for what is not a cursor of this sort. */
export function decodeCursor(text: string, expectedSort: Cursor["sort"]): Cursor {
  const parsed = cursor.safeParse(parseJson(Buffer.from(text, "base64url").toString("utf8")));
  if (!parsed.success || parsed.data[0] !== expectedSort) {
    throw new DomainError("invalid", "That page of the library cannot be found. Load the list again.");
  }
  const [sort, key, assetId, total, totalIsExact] = parsed.data;
  return { sort, key, assetId, total, totalIsExact };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
