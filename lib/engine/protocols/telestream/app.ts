import { Hono } from "hono";
import { corsHeaders } from "./answers.ts";
import { signedRoutes, versionPrefix } from "./calls.ts";
import { changeFeedRoutes } from "./change-feed.ts";
import { encodingRoutes } from "./encoding-routes.ts";
import { factoryRoutes } from "./factory-routes.ts";
import { notificationRoutes } from "./notification-routes.ts";
import { onlyJson, pathNotFound, toProblem } from "./problems.ts";
import { profileRoutes } from "./profile-routes.ts";
import type { TelestreamServices } from "./services.ts";
import { videoRoutes } from "./video-routes.ts";

/** The signed JSON calls. Uploads, forms with files and the files themselves are `raw` (decision 0004). */
export function buildTelestreamApp(services: TelestreamServices): Hono {
  const app = new Hono();
  app.use(`${versionPrefix}/*`, async (context, next) => {
    if (context.req.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: corsHeaders });
    }
    await next();
    for (const [name, value] of Object.entries(corsHeaders)) context.res.headers.set(name, value);
  });
  const routes = signedRoutes(app, services);
  factoryRoutes(routes, services);
  profileRoutes(routes, services);
  videoRoutes(routes, services);
  encodingRoutes(routes, services);
  notificationRoutes(routes, services);
  changeFeedRoutes(routes, services.engine);
  app.notFound((context) => {
    const { pathname } = new URL(context.req.url);
    const isOtherFormat = pathname.startsWith(`${versionPrefix}/`) && !pathname.endsWith(".json");
    const problem = isOtherFormat ? onlyJson() : pathNotFound(pathname);
    return Response.json(problem.body, { status: problem.status });
  });
  app.onError((error, context) => {
    const problem = toProblem(error);
    if (problem.status === 500) {
      services.engine.log.error({ err: error, path: context.req.path }, "request failed");
    }
    return Response.json(problem.body, { status: problem.status, headers: corsHeaders });
  });
  return app;
}
