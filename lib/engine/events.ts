/** Named assets of one account changed: read them again. */
export interface EngineChange {
  readonly accountId: string;
  readonly assetIds: readonly string[];
  /** When the engine's state changed, epoch milliseconds. */
  readonly changedAtMs: number;
}

export interface EngineEvents {
  /** Tells every watcher of the account. `changedAtMs` defaults to now. */
  publish(change: { accountId: string; assetIds: readonly string[]; changedAtMs?: number }): void;
  /** The account's changes from now until the signal aborts (the loop then ends without an error). */
  watch(accountId: string, signal: AbortSignal): AsyncIterable<EngineChange>;
}
