import { toIso } from "#lib/providers/telestream/to-domain.ts";

/** A date of this wire for a page; null when there is none. */
export const toIsoDate = (text: string | null | undefined): string | null => toIso(text) ?? null;
