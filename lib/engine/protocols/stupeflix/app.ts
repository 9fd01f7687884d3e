import { Hono } from "hono";
import { cors } from "hono/cors";
import { callRoutes } from "./calls.ts";
import { StupeflixProblem, temporarilyDown, toProblemResponse, unknownAddress } from "./problems.ts";
import { reelyardRoutes } from "./reelyard-routes.ts";
import type { StupeflixServices } from "./services.ts";
import { storageRoutes } from "./storage-routes.ts";
import { taskRoutes } from "./task-routes.ts";

/** The Tasks API: section A2. Browsers on any page may call it; an API key is checked against their referrer. */
export function buildStupeflixApp(services: StupeflixServices): Hono {
  const app = new Hono();
  app.use(
    cors({
      origin: "*",
      allowMethods: ["GET", "HEAD", "POST", "DELETE"],
      allowHeaders: ["Content-Type", "Authorization"],
      maxAge: 86_400,
    }),
  );
  const define = callRoutes(app, services);
  taskRoutes(define, services);
  storageRoutes(define, services);
  reelyardRoutes(define, services);
  app.notFound(() => toProblemResponse(unknownAddress()));
  app.onError((error) => {
    if (error instanceof StupeflixProblem) return toProblemResponse(error);
    services.engine.log.error({ err: error, provider: "stupeflix" }, "request failed");
    return toProblemResponse(temporarilyDown());
  });
  return app;
}
