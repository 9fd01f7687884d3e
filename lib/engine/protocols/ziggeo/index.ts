import { Hono } from "hono";
import type { Engine, ProtocolMount } from "../../engine.ts";

/** The Ziggeo protocol at the root of its own port. */
export function mountZiggeo(_engine: Engine): ProtocolMount {
  return { app: new Hono() };
}
