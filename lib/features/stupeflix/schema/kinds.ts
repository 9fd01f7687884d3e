import type { WireParameter, WireTaskKind, WireTaskKinds } from "#lib/providers/stupeflix/wire.ts";

/** What a service can do, as its own schema tells it: forms are drawn from it. */
export type TaskKinds = WireTaskKinds;
export type TaskKind = WireTaskKind;
export type Parameter = WireParameter;
export type TaskGroup = TaskKind["group"];
