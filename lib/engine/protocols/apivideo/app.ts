import { Hono } from "hono";
import type { EngineAccount } from "../../library/types.ts";
import { mountAnalytics } from "./analytics.ts";
import { isStorableText } from "./attributes.ts";
import { authenticate, mountAuth } from "./auth.ts";
import { corsHeaders } from "./cors.ts";
import { mountLiveStreams } from "./live-streams.ts";
import { mountPlayers } from "./players.ts";
import {
  ApivideoProblem,
  methodNotAllowed,
  serverError,
  tooManyRequests,
  toProblemResponse,
  unrecognizedUrl,
} from "./problems.ts";
import { rateHeaders, rateKindOf } from "./rate-limits.ts";
import type { ApivideoServices } from "./services.ts";
import { mountSummaries } from "./summaries.ts";
import { mountTags } from "./tags.ts";
import { mountTextTracks } from "./text-tracks.ts";
import { mountUploadTokens } from "./upload-tokens.ts";
import { mountVideos } from "./videos.ts";
import { mountWatermarks } from "./watermarks.ts";
import { mountWebhooks } from "./webhooks.ts";

export type ApivideoApp = Hono<{ Variables: { account: EngineAccount } }>;

/** All routes: `/auth/*` open, the rest behind the API key, every answer with its rate headers. */
export function buildApivideoApp(services: ApivideoServices): ApivideoApp {
  const { engine, windows } = services;
  const app: ApivideoApp = new Hono();

  app.use(async (c, next) => {
    if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: corsHeaders });
    const state = windows.count(rateKindOf(c.req.method), engine.clock.now());
    if (state.isExceeded) c.res = toProblemResponse(tooManyRequests());
    else await next();
    for (const [name, value] of Object.entries({ ...corsHeaders, ...rateHeaders(state) })) {
      c.res.headers.set(name, value);
    }
  });
  mountAuth(app, engine);
  app.use(async (c, next) => {
    c.set("account", authenticate(engine, c.req.header("authorization")));
    // No id has such a thing, and no database would look for it.
    if (!isCleanPath(c.req.path)) throw unrecognizedUrl();
    await next();
  });
  mountVideos(app, services);
  mountUploadTokens(app, services);
  mountWebhooks(app, services);
  mountTextTracks(app, services);
  mountWatermarks(app, services);
  mountPlayers(app, services);
  mountLiveStreams(app, services);
  mountTags(app, services);
  mountSummaries(app, services);
  mountAnalytics(app, services);

  app.notFound((c) => {
    const isKnownPath =
      /^\/upload$|^\/videos\/[^/]+\/source$/.test(c.req.path) ||
      app.routes.some((route) => route.method !== "ALL" && toPattern(route.path).test(c.req.path));
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

function isCleanPath(path: string): boolean {
  try {
    return isStorableText(decodeURIComponent(path));
  } catch {
    return false;
  }
}
