import type { PgBoss, QueueOptions } from "pg-boss";

type QueueSettings = Required<
  Pick<
    QueueOptions,
    | "retryLimit"
    | "retryDelay"
    | "retryBackoff"
    | "expireInSeconds"
    | "heartbeatSeconds"
    | "deleteAfterSeconds"
  >
>;

/**
 * Makes the queues that are missing and changes those that are set otherwise. At most starts every queue is as it
 * was: one statement finds that out, where asking for each again would take two.
 */
export async function ensureQueues(boss: PgBoss, wanted: ReadonlyMap<string, QueueSettings>): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const [name, settings] of wanted) {
    const there = known.get(name);
    if (!there) await boss.createQueue(name, { policy: "short", ...settings });
    else if (!isSet(there, settings)) await boss.updateQueue(name, settings);
  }
}

function isSet(queue: QueueOptions, settings: QueueSettings): boolean {
  return Object.entries(settings).every(([name, value]) => Reflect.get(queue, name) === value);
}
