import { Hono } from "hono";
import type { Engine, ProtocolMount } from "../../engine.ts";
import { buildZiggeoApp, type ZiggeoApp } from "./app.ts";

/** The Ziggeo protocol at the root of its own port; all its host roles on one origin. */
export function mountZiggeo(engine: Engine): ProtocolMount {
  return { app: withMethodOverride(buildZiggeoApp(engine)) };
}

/** Python deletes by `POST …?_method=DELETE`; the override counts on POST alone. */
function withMethodOverride(app: ZiggeoApp): Hono {
  const outer = new Hono();
  outer.all("*", (c) => {
    const { raw, method } = c.req;
    if (method !== "POST" || c.req.query("_method") !== "DELETE") return app.fetch(raw);
    return app.fetch(new Request(raw.url, { method: "DELETE", headers: raw.headers }));
  });
  return outer;
}
