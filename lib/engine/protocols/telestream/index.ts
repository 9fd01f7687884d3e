import type { Engine, ProtocolMount } from "../../engine.ts";
import { buildTelestreamApp } from "./app.ts";
import { FileEndpoint } from "./file-endpoint.ts";
import { FormEndpoint } from "./form-endpoint.ts";
import { createServices } from "./services.ts";
import { UploadEndpoint } from "./upload-endpoint.ts";

/** Flip v3.0, signed, at the root of its own port (`shared/protocols/telestream.md`). */
export function mountTelestream(engine: Engine): ProtocolMount {
  const services = createServices(engine);
  const { factories, intake, notifier, removal, sessions, verifier } = services;
  intake.defineJobs();
  removal.defineJobs();
  const rawEndpoints = [new UploadEndpoint(services), new FormEndpoint(services), new FileEndpoint(engine)];
  let sweeping: NodeJS.Timeout | undefined;

  return {
    app: buildTelestreamApp(services),
    raw: (req, res) => rawEndpoints.some((endpoint) => endpoint.handle(req, res)),
    async start() {
      await factories.ensureFirst();
      await sessions.prepare();
      await intake.recover();
      await removal.recover();
      notifier.start();
      sweeping = setInterval(() => {
        Promise.all([sessions.sweep(), verifier.sweep(), intake.finishCompleted()]).catch((error: unknown) =>
          engine.log.error({ err: error }, "sweeping uploads failed"),
        );
      }, services.uploadLimits.sweepEveryMs);
    },
    async close() {
      clearInterval(sweeping);
      await notifier.close();
      await sessions.close();
    },
  };
}
