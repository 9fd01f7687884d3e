/** Where a fault of the list is shown: a file and the exact titles of its tests. */
export interface Shown {
  readonly file: string;
  readonly titles: readonly string[];
}

export interface Fault {
  readonly number: number;
  /** What the tests show, in a few words. */
  readonly what: string;
  /**
   * `partly` and `later` say in `note` what is missing, and where it is or will be; `inapplicable` why there is nothing
   * that the fault could break.
   */
  readonly state: "shown" | "partly" | "later" | "inapplicable";
  readonly note?: string;
  readonly tests: readonly Shown[];
}

export const at = (file: string, ...titles: readonly string[]): Shown => ({ file: `tests/${file}`, titles });

/** Files that show faults of several kinds. */
export const files = {
  hostile: "integration/engine/media/hostile.test.ts",
  dashboard: "integration/server/server.test.ts",
  ziggeo: "integration/engine/ziggeo/faults.test.ts",
  killBoth: "integration/faults/kill-both.test.ts",
  badAddresses: "conformance/stupeflix/bad-addresses.test.ts",
} as const;
