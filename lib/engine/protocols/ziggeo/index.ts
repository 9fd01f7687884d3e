import { Hono } from "hono";
import type { Engine, ProtocolMount } from "../../engine.ts";
import { defaultUploadLimits } from "../../uploads/upload-limits.ts";
import { buildZiggeoApp, type ZiggeoApp } from "./app.ts";
import { FormEndpoint } from "./form-endpoint.ts";
import { MediaEndpoint } from "./media-endpoint.ts";
import { createServices } from "./services.ts";

const handshakeEveryMs = 1_000;
const longestSweepMs = 15_000;

/** The Ziggeo protocol at the root of its own port; all its host roles on one origin. */
export function mountZiggeo(engine: Engine): ProtocolMount {
  const services = createServices(engine);
  const { incoming, intake, settler, webhooks, removal, pushes, authTokens } = services;
  intake.defineJobs();
  pushes.defineJobs();
  const rawEndpoints = [new FormEndpoint(services), new MediaEndpoint(services)];
  const { sweepEveryMs } = engine.config.uploads ?? defaultUploadLimits;
  const timers: NodeJS.Timeout[] = [];
  const running = new Map<string, Promise<void>>();
  /** One at a time of each; the engine's end waits for it. */
  const repeated = (what: string, work: () => Promise<unknown>) => () => {
    if (running.has(what)) return;
    const done = work()
      .then(() => {})
      .catch((error: unknown) => engine.log.error({ err: error }, `ziggeo: ${what} failed`))
      .finally(() => running.delete(what));
    running.set(what, done);
  };
  const resume = async () => {
    for (const streamToken of await settler.settleAll()) await intake.queueImport(streamToken);
    await pushes.resume();
  };
  const sweep = async () => {
    await removal.sweep();
    await authTokens.sweep();
    await resume();
  };

  return {
    app: withMethodOverride(buildZiggeoApp(services)),
    raw: (req, res) => rawEndpoints.some((endpoint) => endpoint.handle(req, res)),
    async start() {
      await incoming.prepare();
      await removal.removeOrphans();
      settler.watch();
      await resume();
      timers.push(
        setInterval(
          repeated("a webhook's handshake", () => webhooks.advance()),
          handshakeEveryMs,
        ),
        setInterval(repeated("sweeping", sweep), Math.min(sweepEveryMs, longestSweepMs)),
      );
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
      await settler.close();
    },
  };
}

/** Python deletes by `POST …?_method=DELETE`; the override counts on POST alone. */
function withMethodOverride(app: ZiggeoApp): Hono {
  const outer = new Hono();
  outer.all("*", (c) => {
    const { raw, method } = c.req;
    const wanted = c.req.query("_method")?.toUpperCase();
    if (method !== "POST" || wanted !== "DELETE") return app.fetch(raw);
    return app.fetch(new Request(raw.url, { method: "DELETE", headers: raw.headers }));
  });
  return outer;
}
