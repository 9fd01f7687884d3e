import type { Engine, ProtocolMount } from "../../engine.ts";
import { buildStupeflixApp } from "./app.ts";
import { FileEndpoint } from "./file-endpoint.ts";
import { createServices } from "./services.ts";

/** The Stupeflix Tasks API at the root of its own port (`shared/protocols/stupeflix.md`). */
export function mountStupeflix(engine: Engine): ProtocolMount {
  const services = createServices(engine);
  const files = new FileEndpoint(services);
  return {
    app: buildStupeflixApp(services),
    raw: (req, res) => files.handle(req, res),
    async start() {
      await services.inputs.start();
      await services.runner.recover();
      services.sweeper.start();
    },
    async close() {
      services.sweeper.stop();
      await services.inputs.close();
      await services.runner.close();
    },
  };
}
