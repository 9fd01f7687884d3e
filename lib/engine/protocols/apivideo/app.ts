import { Hono } from "hono";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { authenticate, mountAuth } from "./auth.ts";
import {
  ApivideoProblem,
  methodNotAllowed,
  serverError,
  tooManyRequests,
  toProblemResponse,
  unrecognizedUrl,
} from "./problems.ts";
import { RateWindows, setRateHeaders } from "./rate-limits.ts";
import { mountVideos } from "./videos.ts";

export type ApivideoApp = Hono<{ Variables: { account: EngineAccount } }>;

/** All routes: `/auth/*` open, the rest behind the API key, every answer with its rate headers. */
export function buildApivideoApp(engine: Engine): ApivideoApp {
  const app: ApivideoApp = new Hono();
  const windows = new RateWindows();

  app.use(async (c, next) => {
    const state = windows.count(c.req.method, engine.clock.now());
    if (state.isExceeded) c.res = toProblemResponse(tooManyRequests());
    else await next();
    setRateHeaders(c.res.headers, state);
  });
  mountAuth(app, engine);
  app.use(async (c, next) => {
    c.set("account", authenticate(engine, c.req.header("authorization")));
    await next();
  });
  mountVideos(app, engine);

  app.notFound((c) => {
    const isKnownPath = app.routes.some(
      (route) => route.method !== "ALL" && toPattern(route.path).test(c.req.path),
    );
    return toProblemResponse(isKnownPath ? methodNotAllowed() : unrecognizedUrl());
  });
  app.onError((error) => {
    if (error instanceof ApivideoProblem) return toProblemResponse(error);
    engine.log.error({ err: error, provider: "apivideo" }, "request failed");
    return toProblemResponse(serverError());
  });
  return app;
}

const toPattern = (path: string) => new RegExp(`^${path.replace(/:[^/]+/g, "[^/]+")}$`);
