/** What a page read for a query of the browser: taken as the query's answer, with no request for it. */
export interface KnownQuery {
  readonly queryKey: readonly unknown[];
  readonly data: unknown;
  /** When it was read; what the browser has newer than that stays. */
  readonly readAtMs: number;
}

export function knownQuery<Data>(
  { queryKey }: { readonly queryKey: readonly unknown[] },
  data: Data,
): KnownQuery {
  return { queryKey, data, readAtMs: Date.now() };
}
