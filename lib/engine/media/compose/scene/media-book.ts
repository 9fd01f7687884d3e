/** What is known of the sources that a definition names, by their addresses. */
export type SourceFacts =
  | { readonly kind: "image"; readonly width: number; readonly height: number }
  | {
      readonly kind: "media";
      /** Null without a picture. */
      readonly width: number | null;
      readonly height: number | null;
      readonly durationSeconds: number | null;
      /** 0 without sound. */
      readonly soundChannels: number;
    };

export interface Source {
  readonly url: string;
  readonly facts: SourceFacts;
}

/** The sources of a film; their order is the numbers that the scene knows them by. */
export class MediaBook {
  readonly sources: readonly Source[];
  readonly #byUrl: ReadonlyMap<string, number>;

  constructor(sources: readonly Source[]) {
    this.sources = sources;
    this.#byUrl = new Map(sources.map(({ url }, index) => [url, index]));
  }

  find(url: string): { readonly source: number; readonly facts: SourceFacts } {
    const source = this.#byUrl.get(url);
    const found = source === undefined ? undefined : this.sources[source];
    if (source === undefined || !found) throw new Error("Every source of a definition is in the book.");
    return { source, facts: found.facts };
  }
}
