/** Wrong guesses allowed a minute from one address, and how many addresses are remembered. */
const missesPerMinute = 60;
const rememberedAddresses = 10_000;
const windowMs = 60_000;

export interface MissLimit {
  isOver(address: string): boolean;
  count(address: string): void;
}

/** Slows down whoever guesses: a secret of 192 bits is not found, but neither should trying cost us anything. */
export function createMissLimit(now: () => number = Date.now): MissLimit {
  const misses = new Map<string, { count: number; endsMs: number }>();
  const find = (address: string) => {
    const found = misses.get(address);
    if (found && found.endsMs > now()) return found;
    misses.delete(address);
    return undefined;
  };
  return {
    isOver: (address) => (find(address)?.count ?? 0) >= missesPerMinute,
    count(address) {
      const found = find(address);
      if (found) {
        found.count += 1;
        return;
      }
      // The oldest goes first: a map keeps the order of insertion.
      if (misses.size >= rememberedAddresses) misses.delete(misses.keys().next().value ?? "");
      misses.set(address, { count: 1, endsMs: now() + windowMs });
    },
  };
}
