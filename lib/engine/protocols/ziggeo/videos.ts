import type { Context } from "hono";
import type { Engine } from "../../engine.ts";
import type { ZiggeoApp } from "./app.ts";
import { readFlag, readList, readNumber, readText } from "./argument-values.ts";
import { type Arguments, readBody, readQuery } from "./arguments.ts";
import { asciiJson, jsonText } from "./ascii-json.ts";
import type { VideoFilter } from "./find-videos.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { ZiggeoServices } from "./services.ts";
import { type Place, toWireVideo } from "./to-wire.ts";
import { toUrlData } from "./url-data.ts";
import { WirePages } from "./wire-pages.ts";

const defaultLimit = 50;
const largestLimit = 100;

/** Videos: shared/protocols/ziggeo.md §5. */
export function mountVideos(app: ZiggeoApp, { engine, finder, commands, removal }: ZiggeoServices): void {
  const pages = new WirePages(finder);
  const placeOf = (c: Context) => toPlace(engine, c.req.url);

  app.get("/v1/videos/", async (c) => {
    const given = readQuery(c.req.url);
    const query = { ...readFilter(given), ...readPage(given) };
    return jsonText(await pages.list(c.var.account, query, placeOf(c)));
  });

  app.get("/v1/videos/count", async (c) =>
    asciiJson({ count: await finder.count(c.var.account, readFilter(readQuery(c.req.url))) }),
  );

  /** The JSON of an empty video; one with its file in the same request is `raw`. */
  app.post("/v1/videos/", async (c) => {
    const { video, streams } = await commands.create(c.var.account, await readBody(c.req.raw));
    return asciiJson(toWireVideo(video, streams, placeOf(c)));
  });

  app.post("/v1/videos-upload-url", async (c) => {
    const given = await readBody(c.req.raw);
    const { video, streams, stream } = await commands.createForFile(c.var.account, given);
    const slot = await commands.openSlot(stream, "video", given);
    return asciiJson({
      video: toWireVideo(video, streams, placeOf(c)),
      url_data: toUrlData(slot, c.req.url, c.req.header("user-agent")),
    });
  });

  app.post("/v1/videos/get_bulk", async (c) => {
    const names = readNames(await readBody(c.req.raw));
    const found = await finder.findMany(c.var.account, names);
    return asciiJson(found.map(({ video, streams }) => toWireVideo(video, streams, placeOf(c))));
  });

  /** Each by itself: one that is not there, or cannot be changed, does not keep the others from it. */
  app.post("/v1/videos/update_bulk", async (c) => {
    const given = await readBody(c.req.raw);
    const names = readNames(given);
    const changes: Arguments = new Map([...given].filter(([name]) => name !== "key"));
    const results: unknown[] = [];
    for (const name of names) {
      try {
        const { video, streams } = await commands.update(c.var.account, name, changes);
        results.push(toWireVideo(video, streams, placeOf(c)));
      } catch (error) {
        if (!(error instanceof ZiggeoProblem)) throw error;
        if (error.status === 400) throw error;
        results.push({ token_or_key: name, code: error.status, message: error.message });
      }
    }
    return asciiJson(results);
  });

  app.post("/v1/videos/stats_bulk", async (c) => {
    const given = await readBody(c.req.raw);
    const found = await finder.findMany(c.var.account, readNames(given));
    const each = found.map(({ video }) => toStats(video));
    if (readFlag(given, "summarize") === false) return asciiJson(each);
    return asciiJson({
      videos: each.length,
      plays: each.reduce((sum, { plays }) => sum + plays, 0),
      full_plays: each.reduce((sum, { full_plays }) => sum + full_plays, 0),
    });
  });

  app.get("/v1/videos/:video", async (c) => {
    const { video, streams } = await commands.getVideo(c.var.account, c.req.param("video"));
    return asciiJson(toWireVideo(video, streams, placeOf(c)));
  });

  app.get("/v1/videos/:video/stats", async (c) => {
    const { video } = await commands.getVideo(c.var.account, c.req.param("video"));
    return asciiJson(toStats(video));
  });

  app.post("/v1/videos/:video", async (c) => {
    const given = await readBody(c.req.raw);
    const { video, streams } = await commands.update(c.var.account, c.req.param("video"), given);
    return asciiJson(toWireVideo(video, streams, placeOf(c)));
  });

  /** Real `DELETE` alone answers here; the Python SDK's `POST …?_method=DELETE` is rewritten before routing. */
  app.delete("/v1/videos/:video", async (c) => {
    const whole = await commands.getVideo(c.var.account, c.req.param("video"));
    await removal.removeVideo(whole, "api");
    return asciiJson({});
  });
}

export function toPlace(engine: Engine, url: string): Place {
  const { applicationToken } = engine.accounts.credentials.ziggeo;
  return { host: new URL(url).host, applicationToken };
}

export function readFilter(given: Arguments): VideoFilter {
  const approved = readText(given, "approved")?.toUpperCase();
  return {
    states: readList(given, "states") ?? undefined,
    tags: readList(given, "tags") ?? [],
    approved: approved === "APPROVED" ? true : approved === "REJECTED" ? false : undefined,
  };
}

/** More than 100 are 100, as documented; none are none. */
export function readPage(given: Arguments): { limit: number; skip: number; reverse: boolean } {
  const limit = readNumber(given, "limit", { isWhole: true }) ?? defaultLimit;
  return {
    limit: Math.min(limit, largestLimit),
    skip: readNumber(given, "skip", { isWhole: true }) ?? 0,
    reverse: readFlag(given, "reverse") ?? false,
  };
}

function readNames(given: Arguments): readonly string[] {
  const names = readList(given, "tokens_or_keys") ?? [];
  if (names.length === 0) throw new ZiggeoProblem(400, "tokens_or_keys must name at least one video.");
  if (names.length > largestLimit) {
    throw new ZiggeoProblem(400, `tokens_or_keys may name at most ${largestLimit} videos.`);
  }
  return names;
}

const toStats = ({ token, plays, fullPlays }: { token: string; plays: number; fullPlays: number }) => ({
  token,
  plays,
  full_plays: fullPlays,
});
