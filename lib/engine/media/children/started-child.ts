import type { Duplex } from "node:stream";

/** What to start. It leads a process group of its own. */
export interface ChildRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** By descriptor, as the child sees it: what it reads, what it writes, what leads nowhere. */
  readonly stdio: readonly ("input" | "output" | "ignore")[];
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface StartedChild {
  /** Its own, and its process group's. */
  readonly pid: number;
  /** By descriptor. Whoever asked for an output reads it to its end; until then nothing of it is lost. */
  readonly pipes: readonly (Duplex | undefined)[];
  /** When it has ended and every output has been read. Never rejects. */
  readonly ended: Promise<ChildEnd>;
}

/** Rejects when it cannot be started; no process of it is left then. */
export type StartChild = (request: ChildRequest) => Promise<StartedChild>;
