import type { Engine, ProtocolMount } from "../../engine.ts";
import { buildApivideoApp } from "./app.ts";
import { serveMedia } from "./media.ts";

/** The api.video protocol at the root of its own port, its media hosts on the same origin. */
export function mountApivideo(engine: Engine): ProtocolMount {
  return { app: buildApivideoApp(engine), raw: (req, res) => serveMedia(engine, req, res) };
}
