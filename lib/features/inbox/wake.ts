import { createWake } from "./signal.ts";

// One for the process: Next loads this module more than once, and its actions wake the same processor.
const key = Symbol.for("reelyard.inbox.wake");
const shared = globalThis as typeof globalThis & { [key]?: ReturnType<typeof createWake> };

/** Something is due: the processor looks at once. */
export function wakeProcessor(): void {
  processorWake().wake();
}

export function processorWake(): ReturnType<typeof createWake> {
  shared[key] ??= createWake();
  return shared[key];
}
