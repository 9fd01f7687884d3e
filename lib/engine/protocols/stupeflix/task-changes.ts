import { z } from "zod";
import { notify } from "#lib/postgres/open-postgres.ts";
import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";
import type { TaskStore } from "./task-store.ts";

type Listener = (task: StupeflixTask) => void;

const channel = "stupeflix_changes";
const changeMessage = z.object({ from: z.string(), keys: z.array(z.string()) });
/** A key has 26 characters and a NOTIFY payload 8,000 bytes. */
const keysOfMessage = 200;
/** What no NOTIFY told: the other engine died before it, or the line was cut. */
const recheckMs = 2_000;

/**
 * Tells tasks' changes to whoever watches them: in this process at once, to other engines on a shared Postgres by
 * NOTIFY, after which they read the rows themselves.
 */
export class TaskChanges {
  readonly #engine: Engine;
  readonly #store: TaskStore;
  readonly #byKey = new Map<string, Set<Listener>>();
  readonly #byAccount = new Map<string, Set<Listener>>();
  readonly #self = crypto.randomUUID();
  #stopListening: (() => Promise<void>) | undefined;
  #rechecking: NodeJS.Timeout | undefined;

  constructor(engine: Engine, store: TaskStore) {
    this.#engine = engine;
    this.#store = store;
  }

  async start(): Promise<void> {
    const { db } = this.#engine;
    if (db.backend !== "postgres") return;
    this.#stopListening = await db.listen(
      channel,
      (payload) => {
        const message = changeMessage.parse(JSON.parse(payload));
        if (message.from !== this.#self) this.#readAgain(message.keys);
      },
      () => this.#readAgain([...this.#byKey.keys()]),
    );
    this.#rechecking = setInterval(() => this.#readAgain([...this.#byKey.keys()]), recheckMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#rechecking);
    await this.#stopListening?.();
  }

  publish(tasks: readonly StupeflixTask[]): void {
    for (const task of tasks) this.#tell(task);
    const { db, log } = this.#engine;
    if (db.backend !== "postgres") return;
    for (let start = 0; start < tasks.length; start += keysOfMessage) {
      const keys = tasks.slice(start, start + keysOfMessage).map((task) => task.taskKey);
      notify(db, channel, JSON.stringify({ from: this.#self, keys })).catch((error) =>
        log.warn({ err: error }, "a task's change could not be told to the other engines"),
      );
    }
  }

  /** Answers the way to stop. */
  watch(keys: readonly string[], listener: Listener): () => void {
    for (const key of keys) add(this.#byKey, key, listener);
    return () => {
      for (const key of keys) remove(this.#byKey, key, listener);
    };
  }

  watchAccount(accountId: string, listener: Listener): () => void {
    add(this.#byAccount, accountId, listener);
    return () => remove(this.#byAccount, accountId, listener);
  }

  #tell(task: StupeflixTask): void {
    for (const listener of this.#byKey.get(task.taskKey) ?? []) listener(task);
    for (const listener of this.#byAccount.get(task.accountId) ?? []) listener(task);
  }

  #readAgain(keys: readonly string[]): void {
    const watched = this.#byAccount.size > 0 ? keys : keys.filter((key) => this.#byKey.has(key));
    this.#store
      .find(watched)
      .then((tasks) => {
        for (const task of tasks) if (task) this.#tell(task);
      })
      .catch((error) => this.#engine.log.warn({ err: error }, "watched tasks could not be read"));
  }
}

function add(listeners: Map<string, Set<Listener>>, name: string, listener: Listener): void {
  const known = listeners.get(name);
  if (known) known.add(listener);
  else listeners.set(name, new Set([listener]));
}

function remove(listeners: Map<string, Set<Listener>>, name: string, listener: Listener): void {
  const known = listeners.get(name);
  known?.delete(listener);
  if (known?.size === 0) listeners.delete(name);
}
