import { Hono } from "hono";
import type { Engine, ProtocolMount } from "../../engine.ts";

/** The Telestream protocol at the root of its own port. */
export function mountTelestream(_engine: Engine): ProtocolMount {
  return { app: new Hono() };
}
