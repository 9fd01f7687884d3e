import { z } from "zod";
import type { LiveHub } from "#lib/live/hub.ts";
import { createLog } from "#lib/log.ts";
import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";

const log = createLog("browser-origins");
const rows = z.array(z.object({ base_url: z.string() }));

export interface BrowserOrigins {
  list(): readonly string[];
  stop(): void;
}

/**
 * The origins that pages may exchange media with because somebody made a connection to them; read anew whenever
 * connections change, so that a new one works without a restart.
 */
export async function watchBrowserOrigins(sources: {
  postgres: PostgresHandle;
  hub: LiveHub;
  enginePublicUrl: string | undefined;
}): Promise<BrowserOrigins> {
  const { postgres, hub, enginePublicUrl } = sources;
  let origins: readonly string[] = [];
  const read = async () => {
    const found = rows.parse(await postgres.query("SELECT DISTINCT base_url FROM connections LIMIT 500"));
    origins = toOrigins([enginePublicUrl, ...found.map((row) => row.base_url)]);
  };
  await read();
  const stop = hub.subscribe(({ message }) => {
    if (message.type !== "connection" && message.type !== "resync") return;
    read().catch((error: unknown) => log.warn({ err: error }, "connections' origins could not be read"));
  });
  return { list: () => origins, stop };
}

/** The distinct origins of http(s) URLs; what is none is left out, since it would end in a header. */
export function toOrigins(urls: readonly (string | undefined)[]): string[] {
  const origins = urls.flatMap((url) => {
    const parsed = url ? URL.parse(url) : null;
    return parsed && /^https?:$/.test(parsed.protocol) ? [parsed.origin] : [];
  });
  return [...new Set(origins)];
}
