import { z } from "zod";
import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import { toWireReceivers } from "../../deliveries/wire-receivers.ts";
import { callbackKind } from "./callback-sender.ts";
import type { DefineRoute } from "./calls.ts";
import { documentationPage } from "./documentation-page.ts";
import { streamLines } from "./line-stream.ts";
import { invalidRequest } from "./problems.ts";
import { parseDefinitions, parseKeys } from "./requests.ts";
import type { StupeflixServices } from "./services.ts";
import { findFault } from "./task-runner.ts";
import { describeKinds } from "./tasks/task-kinds.ts";
import { toWireStatus, unknownTask } from "./to-wire.ts";

const states = z.enum(["queued", "executing", "success", "error"]);
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.coerce.number().int().min(1).optional(),
  status: states.optional(),
});
const referrerList = z.array(z.string().regex(/^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?$/i)).max(1_000);

const inputName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!\.+$)[^/\\\p{Cc}]+$/u);

/** What the engine adds to the Tasks API (decision 0003), with the API's own authentication. */
export function reelyardRoutes(
  define: DefineRoute,
  { engine, runner, settings, inputs }: StupeflixServices,
): void {
  /** The kinds of tasks and their parameters: what validates them, as JSON and as a page. */
  define("GET", "/reelyard/task-kinds", async () => describeKinds());
  define("GET", "/reelyard/documentation", async () => documentationPage(describeKinds()));

  /** What `create` would say of each definition at once, null where nothing; no task is made. */
  define("POST", "/reelyard/check", async (call) => {
    await call.account();
    return parseDefinitions(call.data).map((task) => findFault(task) ?? null);
  });

  /** A place for a file that no server serves; whoever is told `upload_url` may PUT it there once. */
  define("POST", "/reelyard/inputs", async (call) => {
    await call.account("secret");
    const name = inputName.safeParse(call.data.name);
    if (!name.success) {
      throw invalidRequest({ name: "name", location: "body", description: "name must be a file's name" });
    }
    return inputs.open(name.data, call.origin);
  });

  define("POST", "/reelyard/cancel", async (call) => {
    const keys = parseKeys(call.data.tasks, "body");
    const tasks = await runner.cancel(await call.account(), keys);
    return tasks.map((task, index) =>
      task ? toWireStatus(task, { details: false, baseUrl: call.origin }) : unknownTask(keys[index] ?? ""),
    );
  });

  /** The account's tasks, newest first, with their details; `next` asks for those before them. */
  define("GET", "/reelyard/tasks", async (call) => {
    const account = await call.account();
    const query = listQuery.safeParse(call.data);
    if (!query.success) throw invalidRequest(...toFaults(query.error));
    const { limit, before, status } = query.data;
    const tasks = await runner.store.list(account, { limit, before, status: status && [status] });
    const last = tasks.at(-1);
    return {
      tasks: tasks.map((task) => toDetailed(task, call.origin)),
      next: last && tasks.length === limit ? last.sequence : null,
    };
  });

  /** Every change of the account's tasks from now on, a status a line; an empty list says that the line is open. */
  define("GET", "/reelyard/changes", async (call) => {
    const { accountId } = await call.account();
    const changes = runner.followAccount(accountId, call.signal);
    return streamLines({
      first: [[]],
      next: async () => (await changes.next())?.map((task) => toDetailed(task, call.origin)),
      stop: changes.stop,
    });
  });

  /** How it went lately with each address that tasks call back. */
  define("GET", "/reelyard/receivers", async (call) =>
    toWireReceivers(await engine.deliveries.listReceivers(await call.account(), callbackKind)),
  );

  define("GET", "/reelyard/referrers", async (call) =>
    settings.referrers((await call.account("secret")).accountId),
  );
  define("POST", "/reelyard/referrers", async (call) => {
    const { accountId } = await call.account("secret");
    const referrers = referrerList.safeParse(call.data.referrers);
    if (!referrers.success) {
      const description = "referrers must be a list of hosts";
      throw invalidRequest({ name: "referrers", location: "body", description });
    }
    await settings.setReferrers(accountId, referrers.data);
    return referrers.data;
  });
}

const toDetailed = (task: StupeflixTask, baseUrl: string) => toWireStatus(task, { details: true, baseUrl });

const toFaults = (error: z.ZodError) =>
  error.issues.map((issue) => ({
    name: issue.path.join("."),
    location: "querystring" as const,
    description: issue.message,
  }));
