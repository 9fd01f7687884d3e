import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { Call, DefineRoute } from "./calls.ts";
import { streamLines } from "./line-stream.ts";
import { parseDefinitions, parseKeys, toFlag } from "./requests.ts";
import type { StupeflixServices } from "./services.ts";
import type { Following } from "./task-following.ts";
import { toWireStatus, unknownTask } from "./to-wire.ts";

/** Sections A2 and A4: tasks made, asked for, and followed. */
export function taskRoutes(define: DefineRoute, { runner }: StupeflixServices): void {
  define("POST", "/create", async (call) => {
    const asker = { account: await call.account(), baseUrl: call.origin };
    const definitions = parseDefinitions(call.data);
    const tasks = toFlag(call.data.block)
      ? await runner.createAndFollow(asker, definitions, call.signal).end()
      : await runner.create(asker, definitions);
    return toStatuses(call, tasks);
  });

  define("POST", "/create_stream", async (call) => {
    const asker = { account: await call.account(), baseUrl: call.origin };
    return streamStatuses(call, runner.createAndFollow(asker, parseDefinitions(call.data), call.signal));
  });

  /** Whoever has a key may ask for its status; what the task was asked (`details`) takes credentials. */
  const status = async (call: Call) => {
    const keys = parseKeys(call.all("tasks"), call.location);
    const details = toFlag(call.data.details);
    await (details ? call.account() : call.anyAccount());
    const tasks = toFlag(call.data.block)
      ? await runner.follow(keys, call.signal).end()
      : await runner.store.find(keys);
    return toStatuses(call, tasks, { keys, details });
  };
  define("GET", "/status", status);
  define("POST", "/status", status);

  const statusStream = async (call: Call) => {
    const keys = parseKeys(call.all("tasks"), call.location);
    const details = toFlag(call.data.details);
    await (details ? call.account() : call.anyAccount());
    return streamStatuses(call, runner.follow(keys, call.signal), { keys, details });
  };
  for (const path of ["/status_stream", "/stream"]) {
    define("GET", path, statusStream);
    define("POST", path, statusStream);
  }
}

interface Asked {
  /** Keys that were asked for, where some may be unknown. */
  readonly keys?: readonly string[];
  readonly details?: boolean;
}

function toStatuses(
  { origin }: Call,
  tasks: readonly (StupeflixTask | undefined)[],
  { keys = [], details = false }: Asked = {},
) {
  return tasks.map((task, index) =>
    task ? toWireStatus(task, { details, baseUrl: origin }) : unknownTask(keys[index] ?? ""),
  );
}

/** Line 1: the list of statuses in the order asked for. Then a status a line, whenever a task changes. */
async function streamStatuses(call: Call, following: Following, asked: Asked = {}): Promise<Response> {
  const first = await following.first();
  return streamLines({
    first: [toStatuses(call, first, asked)],
    next: async () => {
      const changed = await following.next();
      return changed && toStatuses(call, changed, asked);
    },
    stop: following.stop,
  });
}
