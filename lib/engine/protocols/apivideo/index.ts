import type { Engine, ProtocolMount } from "../../engine.ts";
import { buildApivideoApp } from "./app.ts";
import { MediaEndpoint } from "./media-endpoint.ts";
import { createServices } from "./services.ts";
import { SourceEndpoint } from "./source-endpoint.ts";

const sweepEveryMs = 10 * 60_000;

/** The api.video protocol at the root of its own port, its media hosts on the same origin. */
export function mountApivideo(engine: Engine): ProtocolMount {
  const services = createServices(engine);
  const { broadcasts, follower, intake, playerEvents, speech, tokens, uploads, videos } = services;
  intake.defineJobs();
  follower.defineJobs();
  speech.defineJobs();
  const sources = new SourceEndpoint(services);
  const media = new MediaEndpoint(services);
  let sweeping: NodeJS.Timeout | undefined;

  return {
    app: buildApivideoApp(services),
    raw: (req, res) => sources.handle(req, res) || media.handle(req, res),
    async start() {
      await uploads.prepare();
      await intake.recover();
      await follower.start();
      await broadcasts.start();
      sweeping = setInterval(() => {
        const sweeps = [uploads.sweep(), tokens.sweep(), videos.purgeDue(), playerEvents.sweep()];
        Promise.all(sweeps).catch((error: unknown) =>
          engine.log.error({ err: error, provider: "apivideo" }, "sweeping failed"),
        );
      }, sweepEveryMs);
    },
    async close() {
      clearInterval(sweeping);
      await uploads.close();
      await broadcasts.close();
      await follower.close();
    },
  };
}
