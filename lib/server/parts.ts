import { existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";

// Bridges to parts of this issue that are still being written beside this one; replaced by plain imports.
async function load(file: string): Promise<Record<string, (...given: unknown[]) => unknown>> {
  const full = path.resolve(file);
  return existsSync(full) ? await import(full) : {};
}

export { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
export { startBackground as startSync } from "./background.ts";

export async function handleDownload(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  return (await (await load("lib/server/downloads.ts")).handleDownload?.(request, response)) === true;
}
