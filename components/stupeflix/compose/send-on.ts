import { maxAttemptsWithoutProgress } from "#lib/features/uploads/client/retry-delay.ts";

export interface Standing {
  readonly offset: number;
  readonly isComplete: boolean;
}

/** How a file gets to the service. */
export interface Line {
  /** Sends the file from there to its end. Resolves to the answer's status, 0 when none came. */
  put(from: number): Promise<number>;
  /** How much of it the service has; undefined when it cannot be asked. */
  readStanding(): Promise<Standing | undefined>;
  wait(attempt: number): Promise<void>;
  /** Told before each wait. */
  onBroken(): void;
}

/** Until the service has it: what breaks off goes on where it was, as uploads do. */
export async function sendOn(sizeBytes: number, line: Line): Promise<void> {
  let from = 0;
  let attempts = 0;
  for (;;) {
    const status = await line.put(from);
    if (status === 201) return;
    if (status === 413) throw new Error("The file is larger than the service takes.");
    const isPassing = status === 0 || status === 202 || status === 409 || status >= 500;
    let here: Standing | undefined;
    // Nothing is sent before it has said from where: a beginning would take the place of what it has.
    do {
      if (!isPassing || ++attempts > maxAttemptsWithoutProgress)
        throw new Error(`The service did not take the file (${status || "no answer"}).`);
      line.onBroken();
      await line.wait(attempts);
      here = await line.readStanding();
    } while (!here);
    if (here.isComplete) return;
    if (here.offset > from) attempts = 0;
    from = Math.min(here.offset, sizeBytes);
  }
}
