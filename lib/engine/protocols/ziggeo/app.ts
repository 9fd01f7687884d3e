import { Hono } from "hono";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { authenticate } from "./auth.ts";
import { toProblemResponse, ZiggeoProblem } from "./problems.ts";
import { mountVideos } from "./videos.ts";

export type ZiggeoApp = Hono<{ Variables: { account: EngineAccount } }>;

/** All routes, each behind HTTP Basic. */
export function buildZiggeoApp(engine: Engine): ZiggeoApp {
  const app: ZiggeoApp = new Hono({ getPath: (request) => withSlash(new URL(request.url).pathname) });
  app.use(async (c, next) => {
    c.set("account", authenticate(engine.accounts, c.req.header("authorization")));
    await next();
  });
  mountVideos(app, engine);
  app.notFound(() => toProblemResponse(new ZiggeoProblem(404, "There is no such address.")));
  app.onError((error) => {
    if (error instanceof ZiggeoProblem) return toProblemResponse(error);
    engine.log.error({ err: error, provider: "ziggeo" }, "request failed");
    return toProblemResponse(new ZiggeoProblem(500));
  });
  return app;
}

/** Some SDKs write the index with its closing slash, some without. */
const withSlash = (pathname: string) => (pathname === "/v1/videos" ? "/v1/videos/" : pathname);
