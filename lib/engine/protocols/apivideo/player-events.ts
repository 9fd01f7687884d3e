import type { IncomingMessage } from "node:http";
import { lt } from "drizzle-orm";
import { z } from "zod";
import { playerEventTable as table } from "../../db/schema/apivideo-player-event.ts";
import type { Engine } from "../../engine.ts";
import { viewerOf } from "./media-tokens.ts";

/** What the embedded player tells of itself. */
export const playerEvent = z.object({
  sessionId: z.string().regex(/^[0-9a-zA-Z-]{8,64}$/),
  mediaId: z.string().regex(/^(vi|li)[0-9A-Za-z]{6,64}$/),
  kind: z.enum(["impression", "play", "end", "watch"]),
  /** Milliseconds to the picture, or seconds watched since the last time. */
  amount: z.number().min(0).max(3_600_000),
});

const keptMs = 31 * 24 * 3600 * 1000;
const mostAMinute = 3_000;

/** The analytics' raw material: kept a month, as far back as the analytics look. */
export class PlayerEvents {
  readonly #engine: Engine;
  #window = { startedMs: 0, used: 0 };

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Of a medium that is known to be there. Beyond a flood's measure nothing is kept. */
  async record(event: z.output<typeof playerEvent>, req: IncomingMessage): Promise<void> {
    const now = this.#engine.clock.now();
    if (now.getTime() - this.#window.startedMs >= 60_000)
      this.#window = { startedMs: now.getTime(), used: 0 };
    if (++this.#window.used > mostAMinute) return;
    await this.#engine.db.db.insert(table).values({
      accountId: this.#engine.accounts.apivideo.accountId,
      ...event,
      mediaType: event.mediaId.startsWith("li") ? "live-stream" : "video",
      viewer: viewerOf(req),
      ...describeAgent(req.headers["user-agent"] ?? ""),
      referrer: refererHost(req.headers.referer),
      at: now,
    });
  }

  async sweep(): Promise<void> {
    const before = new Date(this.#engine.clock.now().getTime() - keptMs);
    await this.#engine.db.db.delete(table).where(lt(table.at, before));
  }
}

/** Roughly what a browser says it is: enough for counting. */
export function describeAgent(agent: string): {
  deviceType: string;
  operatingSystem: string;
  browser: string;
} {
  const first = (pairs: readonly (readonly [RegExp, string])[]) =>
    pairs.find(([pattern]) => pattern.test(agent))?.[1] ?? "unknown";
  return {
    deviceType: first([
      [/iPad|Tablet/, "tablet"],
      [/Mobi|iPhone|Android/, "phone"],
      [/TV/, "tv"],
      [/Mozilla/, "computer"],
    ]),
    operatingSystem: first([
      [/Windows/, "windows"],
      [/iPhone|iPad/, "ios"],
      [/Mac OS X/, "mac os"],
      [/Android/, "android"],
      [/Linux/, "linux"],
    ]),
    browser: first([
      [/Edg\//, "edge"],
      [/OPR\//, "opera"],
      [/Firefox\//, "firefox"],
      [/Chrome\//, "chrome"],
      [/Safari\//, "safari"],
    ]),
  };
}

function refererHost(referer: string | undefined): string {
  const url = referer === undefined ? null : URL.parse(referer);
  return url?.origin ?? "direct";
}
