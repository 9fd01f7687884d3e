import path from "node:path";
import { Hono } from "hono";
import type { Engine, ProtocolMount } from "../../engine.ts";
import { defaultUploadLimits } from "../../uploads/upload-limits.ts";
import { UploadSessions } from "../../uploads/upload-sessions.ts";
import { corsHeaders } from "./answers.ts";
import { signedRoutes, versionPrefix } from "./calls.ts";
import { changeFeedRoutes } from "./change-feed.ts";
import { encodingRoutes } from "./encoding-routes.ts";
import { FactoryStore } from "./factory-store.ts";
import { FileEndpoint } from "./file-endpoint.ts";
import { FormEndpoint } from "./form-endpoint.ts";
import { receiveForm } from "./form-receiver.ts";
import { onlyJson, pathNotFound, toProblem } from "./problems.ts";
import { factoryRoutes, profileRoutes } from "./resource-routes.ts";
import { UploadEndpoint } from "./upload-endpoint.ts";
import { Verifier } from "./verifier.ts";
import { VideoIntake } from "./video-intake.ts";
import { VideoReader } from "./video-reader.ts";
import { videoRoutes } from "./video-routes.ts";

/** Flip v3.0, signed, at the root of its own port (`shared/protocols/telestream.md`). */
export function mountTelestream(engine: Engine): ProtocolMount {
  const verifier = new Verifier(engine);
  const factories = new FactoryStore(engine);
  const uploads = engine.config.uploads ?? defaultUploadLimits;
  const sessions = new UploadSessions({
    db: engine.db,
    directory: path.join(engine.config.dataDir, "uploads"),
    clock: engine.clock,
    log: engine.log,
    limits: uploads,
  });
  const intake = new VideoIntake(engine, { factories, sessions });
  intake.defineJobs();
  const reader = new VideoReader(engine);
  const services = { engine, verifier, factories, sessions, intake, reader };
  const rawEndpoints = [
    new UploadEndpoint({
      ...services,
      receiveForm: (req) => receiveForm(req, { sessions, maxBytes: engine.config.limits.maxSourceBytes }),
    }),
    new FormEndpoint(services),
    new FileEndpoint(engine),
  ];
  let sweeping: NodeJS.Timeout | undefined;

  return {
    app: createApp(services),
    raw: (req, res) => rawEndpoints.some((endpoint) => endpoint.handle(req, res)),
    async start() {
      await factories.ensureFirst();
      await sessions.clearIncoming();
      await intake.recover();
      sweeping = setInterval(() => {
        Promise.all([sessions.sweep(), verifier.sweep()]).catch((error: unknown) =>
          engine.log.error({ err: error }, "sweeping uploads failed"),
        );
      }, uploads.sweepEveryMs);
    },
    async close() {
      clearInterval(sweeping);
      await sessions.close();
    },
  };
}

type AppServices = Parameters<typeof videoRoutes>[1] &
  Parameters<typeof encodingRoutes>[1] & { verifier: Verifier; factories: FactoryStore };

function createApp(services: AppServices): Hono {
  const app = new Hono();
  app.use(`${versionPrefix}/*`, async (context, next) => {
    if (context.req.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: corsHeaders });
    }
    await next();
    for (const [name, value] of Object.entries(corsHeaders)) context.res.headers.set(name, value);
  });
  const routes = signedRoutes(app, services);
  factoryRoutes(routes, services.factories);
  profileRoutes(routes, services.factories);
  videoRoutes(routes, services);
  encodingRoutes(routes, services);
  changeFeedRoutes(routes, services.engine);
  app.notFound((context) => {
    const { pathname } = new URL(context.req.url);
    const problem =
      pathname.startsWith(`${versionPrefix}/`) && !pathname.endsWith(".json")
        ? onlyJson()
        : pathNotFound(pathname);
    return Response.json(problem.body, { status: problem.status });
  });
  app.onError((error, context) => {
    const problem = toProblem(error);
    if (problem.status === 500)
      services.engine.log.error({ err: error, path: context.req.path }, "request failed");
    return Response.json(problem.body, { status: problem.status, headers: corsHeaders });
  });
  return app;
}
