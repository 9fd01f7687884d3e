import { Hono } from "hono";
import type { Engine, ProtocolMount } from "../../engine.ts";

/** The Stupeflix protocol at the root of its own port. */
export function mountStupeflix(_engine: Engine): ProtocolMount {
  return { app: new Hono() };
}
