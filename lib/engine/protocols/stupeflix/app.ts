import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";
import { type Credentials, findAccount, requireAccount } from "./auth.ts";
import {
  invalidRequest,
  StupeflixProblem,
  temporarilyDown,
  toProblemResponse,
  unknownAddress,
} from "./problems.ts";
import { parseBody, parseDefinitions, parseKeys, toFlag } from "./requests.ts";
import type { TaskRunner } from "./task-runner.ts";
import { toWireStatus, unknownTask } from "./to-wire.ts";

const maxBodyBytes = 10_000_000;

/** The Tasks API: section A2. Browsers on any page may call it; an API key is checked against their referrer. */
export function buildStupeflixApp(engine: Engine, runner: TaskRunner): Hono {
  const app = new Hono();
  app.use(cors({ origin: "*", allowHeaders: ["Content-Type", "Authorization"] }));
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw invalidRequest({ name: "body", location: "body", description: "the body is too large" });
      },
    }),
  );

  app.post("/v2/create", async (c) => {
    const body = parseBody(await c.req.text());
    const account = requireAccount(engine.accounts, credentialsOf(c, body));
    const definitions = parseDefinitions(body);
    const tasks = toFlag(body.block)
      ? await runner.createAndWait(account, definitions, c.req.raw.signal)
      : await runner.create(account, definitions);
    return c.json(tasks.flatMap((task) => (task ? toWireStatus(task, { details: false }) : [])));
  });

  app.get("/v2/status", async (c) => {
    const query = c.req.query();
    const keys = parseKeys(c.req.queries("tasks") ?? [], "querystring");
    return c.json(await answerStatus(c, keys, query));
  });

  app.post("/v2/status", async (c) => {
    const body = parseBody(await c.req.text());
    return c.json(await answerStatus(c, parseKeys(body.tasks, "body"), body));
  });

  /** Whoever has a key may ask for its status; what the task was asked (`details`) takes credentials. */
  async function answerStatus(c: Context, keys: readonly string[], data: Readonly<Record<string, unknown>>) {
    const details = toFlag(data.details);
    const authenticate = details ? requireAccount : findAccount;
    authenticate(engine.accounts, credentialsOf(c, data));
    const tasks = toFlag(data.block)
      ? await runner.waitForEnd(keys, c.req.raw.signal)
      : await runner.find(keys);
    return toStatuses(keys, tasks, details);
  }

  app.notFound(() => toProblemResponse(unknownAddress()));
  app.onError((error) => {
    if (error instanceof StupeflixProblem) return toProblemResponse(error);
    engine.log.error({ err: error, provider: "stupeflix" }, "request failed");
    return toProblemResponse(temporarilyDown());
  });
  return app;
}

function credentialsOf(c: Context, data: Readonly<Record<string, unknown>>): Credentials {
  return {
    authorization: c.req.header("authorization"),
    secret: data.secret,
    apiKey: data.api_key,
    referrer: c.req.header("referer") ?? c.req.header("referrer"),
  };
}

function toStatuses(
  keys: readonly string[],
  tasks: readonly (StupeflixTask | undefined)[],
  details: boolean,
) {
  return keys.map((key, index) => {
    const task = tasks[index];
    return task ? toWireStatus(task, { details }) : unknownTask(key);
  });
}
