import { Hono } from "hono";
import type { EngineAccount } from "../../library/types.ts";
import { mountApplication } from "./application.ts";
import { authenticate } from "./auth.ts";
import { mountAuthTokens } from "./auth-tokens.ts";
import { mountBrowserApi } from "./browser-api.ts";
import { mountHooks } from "./hooks.ts";
import { toProblemResponse, ZiggeoProblem } from "./problems.ts";
import { mountPushes } from "./push-routes.ts";
import type { ZiggeoServices } from "./services.ts";
import { mountStreams } from "./streams.ts";
import { mountVideos } from "./videos.ts";

export type ZiggeoApp = Hono<{ Variables: { account: EngineAccount } }>;

/** The browsers' API: behind auth tokens instead of the private key. */
const browserPrefixes = ["/v1/applications/", "/embed/v1/applications/"];
export const isBrowserPath = (pathname: string) =>
  browserPrefixes.some((prefix) => pathname.startsWith(prefix));

/** All JSON calls: a server's behind HTTP Basic, a browser's behind its tokens. Files are `raw` (decision 0004). */
export function buildZiggeoApp(services: ZiggeoServices): ZiggeoApp {
  const { engine } = services;
  const app: ZiggeoApp = new Hono({ getPath: (request) => withSlash(new URL(request.url).pathname) });
  app.use(async (c, next) => {
    if (!isBrowserPath(c.req.path)) {
      c.set("account", authenticate(engine.accounts, c.req.header("authorization")));
    }
    await next();
  });
  mountVideos(app, services);
  mountStreams(app, services);
  mountAuthTokens(app, services);
  mountApplication(app, services);
  mountHooks(app, services);
  mountPushes(app, services);
  mountBrowserApi(app, services);
  app.notFound(() => toProblemResponse(new ZiggeoProblem(404, "There is no such address.")));
  app.onError((error) => {
    if (error instanceof ZiggeoProblem) return toProblemResponse(error);
    engine.log.error({ err: error, provider: "ziggeo" }, "request failed");
    return toProblemResponse(new ZiggeoProblem(500));
  });
  return app;
}

const collections = ["/v1/videos", "/v1/authtokens"];

/** Some SDKs write a collection with its closing slash, some without; nothing else has one. */
export function withSlash(pathname: string): string {
  if (collections.includes(pathname)) return `${pathname}/`;
  const isCollection = collections.some((collection) => pathname === `${collection}/`);
  return isCollection || pathname === "/" ? pathname : pathname.replace(/\/+$/, "");
}
