import { Hono } from "hono";
import type { Engine, ProtocolMount } from "../../engine.ts";

/** The Apivideo protocol at the root of its own port. */
export function mountApivideo(_engine: Engine): ProtocolMount {
  return { app: new Hono() };
}
