import { describe, expect, test } from "vitest";
import type { Engine } from "#lib/engine/engine.ts";
import type { EngineAccount, EngineAsset } from "#lib/engine/library/types.ts";
import { isLiveToken, issueTokens } from "#lib/engine/protocols/apivideo/access-tokens.ts";
import { authenticate } from "#lib/engine/protocols/apivideo/auth.ts";
import { MediaTokens } from "#lib/engine/protocols/apivideo/media-tokens.ts";
import { toPagination } from "#lib/engine/protocols/apivideo/paging.ts";
import { notFound, outOfRange, toProblemResponse } from "#lib/engine/protocols/apivideo/problems.ts";
import { RateWindows } from "#lib/engine/protocols/apivideo/rate-limits.ts";
import { defaultApivideoSettings } from "#lib/engine/protocols/apivideo/settings.ts";
import { toWireStatus, toWireVideo } from "#lib/engine/protocols/apivideo/to-wire.ts";
import { parseVideoListQuery } from "#lib/engine/protocols/apivideo/video-query.ts";
import { toDomainAsset } from "#lib/providers/apivideo/to-domain.ts";
import { wireVideo, wireVideoStatus } from "#lib/providers/apivideo/wire/videos.ts";
import { anAsset, credentials } from "../examples.ts";

const now = new Date("2026-11-21T10:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const account: EngineAccount & { provider: "apivideo" } = { accountId: "a", provider: "apivideo" };

describe("an API key", () => {
  const accounts = {
    credentials,
    apivideo: account,
    ziggeo: { accountId: "z", provider: "ziggeo" as const },
    telestream: { accountId: "t", provider: "telestream" as const },
    stupeflix: { accountId: "s", provider: "stupeflix" as const },
  };
  const attempt = (header: string | undefined) => () =>
    authenticate({ accounts, clock: { now: () => now } }, header);
  const tokens = issueTokens("KEY123", now);

  test.each([
    ["as Basic user, the Node client's way", "Basic S0VZMTIzOg=="],
    ["as bearer itself", "Bearer KEY123"],
    ["turned into an access token", `Bearer ${tokens.accessToken}`],
  ])("opens %s", (_how, header) => {
    expect(attempt(header)()).toBe(account);
  });

  test.each([
    ["missing", undefined, 'The "Authorization" header is missing.'],
    ["an empty header", "", 'The "Authorization" header is missing.'],
    ["another key", `Basic ${btoa("OTHER:")}`, "The API key is invalid."],
    ["the key with a password", `Basic ${btoa("KEY123:x")}`, "The API key is invalid."],
    ["no base64", "Basic %%%", 'The "Authorization" header value is invalid.'],
    ["another scheme", "Digest KEY123", 'The "Authorization" header value is invalid.'],
    ["a wrong token", "Bearer nonsense", "The access token is invalid or expired."],
    ["a refresh token", `Bearer ${tokens.refreshToken}`, "The access token is invalid or expired."],
  ])("with %s is refused in api.video's words", (_what, header, title) => {
    expect(attempt(header)).toThrow(expect.objectContaining({ status: 401, message: title }));
  });

  test("gives an access token for an hour", () => {
    expect(isLiveToken(tokens.accessToken, "access", "KEY123", later(3599))).toBe(true);
    expect(isLiveToken(tokens.accessToken, "access", "KEY123", later(3600))).toBe(false);
  });

  test("gives tokens that no other key and no other use accept, nor with one letter changed", () => {
    const { accessToken, refreshToken } = tokens;
    expect(isLiveToken(accessToken, "access", "KEY124", now)).toBe(false);
    expect(isLiveToken(accessToken, "refresh", "KEY123", now)).toBe(false);
    expect(isLiveToken(refreshToken, "refresh", "KEY123", now)).toBe(true);
    for (let index = 0; index < accessToken.length; index += 7) {
      const other = accessToken[index] === "A" ? "B" : "A";
      const changed = accessToken.slice(0, index) + other + accessToken.slice(index + 1);
      expect(isLiveToken(changed, "access", "KEY123", now)).toBe(false);
    }
  });

  test.each(["", ".", "..", "...", "a.b.c", "e30.e30.", `${"a".repeat(10_000)}.b.c`])(
    "is not fooled by a token like %j",
    (token) => {
      expect(isLiveToken(token, "access", "KEY123", now)).toBe(false);
    },
  );
});

describe("a listing's query", () => {
  const parse = (query: string) => parseVideoListQuery(new URLSearchParams(query));

  test("is read as the Node client writes it", () => {
    const captured =
      "title=a+b&tags%5B%5D=t1&tags%5B%5D=t2&metadata%5Bk%5D=v&sortBy=createdAt&sortOrder=desc&currentPage=1&pageSize=30";
    expect(parse(captured)).toMatchObject({
      title: "a b",
      tags: ["t1", "t2"],
      metadata: [{ key: "k", value: "v" }],
      sortBy: "createdAt",
      sortOrder: "desc",
      currentPage: 1,
      pageSize: 30,
    });
  });

  test("has 25 on its first page when it says nothing", () => {
    expect(parse("")).toMatchObject({ currentPage: 1, pageSize: 25, tags: [], metadata: [] });
  });

  test.each([
    ["currentPage=0", "currentPage"],
    ["currentPage=-1", "currentPage"],
    ["currentPage=1.5", "currentPage"],
    ["currentPage=abc", "currentPage"],
    ["currentPage=99999999999999999999", "currentPage"],
    ["pageSize=0", "pageSize"],
    ["pageSize=101", "pageSize"],
    ["sortBy=size", "sortBy"],
    ["sortOrder=up", "sortOrder"],
  ])("is refused for %s, naming %s", (query, name) => {
    expect(() => parse(query)).toThrow(
      expect.objectContaining({ status: 400, body: expect.objectContaining({ name }) }),
    );
  });
});

describe("a page's frame", () => {
  const frame = (url: string, page: { currentPage: number; total: number }) =>
    toPagination(new URL(url, "http://engine"), { pageSize: 25, items: 25, ...page });

  test("is the document's own example", () => {
    expect(frame("/videos", { currentPage: 1, total: 35 })).toEqual({
      currentPage: 1,
      currentPageItems: 25,
      pageSize: 25,
      pagesTotal: 2,
      itemsTotal: 35,
      links: [
        { rel: "self", uri: "/videos?currentPage=1&pageSize=25" },
        { rel: "first", uri: "/videos?currentPage=1&pageSize=25" },
        { rel: "next", uri: "/videos?currentPage=2&pageSize=25" },
        { rel: "last", uri: "/videos?currentPage=2&pageSize=25" },
      ],
    });
  });

  test("names a previous page only where there is one, and keeps the other parameters", () => {
    const { links } = frame("/videos?tags[]=a&currentPage=2", { currentPage: 2, total: 35 });
    expect(links.map((link) => link.rel)).toEqual(["self", "first", "previous", "last"]);
    expect(links[0]?.uri).toBe("/videos?tags%5B%5D=a&currentPage=2&pageSize=25");
  });
});

describe("a problem", () => {
  test("of a missing video is the document's own example", async () => {
    const response = toProblemResponse(notFound("videoId"));
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({
      type: "https://docs.api.video/reference/resource-not-found",
      title: "The requested resource was not found.",
      name: "videoId",
      status: 404,
    });
  });

  test("of a parameter out of range names the range, and repeats itself in the list", async () => {
    const body = await toProblemResponse(outOfRange("pageSize", { min: 1, max: 100 })).json();
    expect(body).toMatchObject({ status: 400, name: "pageSize", range: { min: 1, max: 100 } });
    expect(body.problems).toEqual([{ type: body.type, title: body.title, name: "pageSize" }]);
  });
});

test("calls are counted by the minute, uploads, writes and reads apart", () => {
  const windows = new RateWindows(defaultApivideoSettings.rateLimits);
  const first = windows.count("read", now);
  expect(first).toMatchObject({ limit: 5_000, remaining: 4_999, retryAfterSeconds: 60, isExceeded: false });
  expect(windows.count("write", later(10))).toMatchObject({ limit: 2_000, remaining: 1_999 });
  expect(windows.count("upload", later(10))).toMatchObject({ limit: 2_000, remaining: 1_999 });
  for (let call = 1; call < 5_000; call++) windows.count("read", later(20));
  expect(windows.count("read", later(30))).toMatchObject({
    remaining: 0,
    retryAfterSeconds: 30,
    isExceeded: true,
  });
  expect(windows.count("read", later(60))).toMatchObject({ remaining: 4_999, isExceeded: false });
});

test("a clock that is set back begins a new window", () => {
  const windows = new RateWindows({ upload: 1, write: 1, read: 1 });
  windows.count("read", now);
  expect(windows.count("read", later(-3600))).toMatchObject({ isExceeded: false, retryAfterSeconds: 60 });
});

describe("a video", () => {
  const origin = "http://127.0.0.1:4104";
  const engine = { clock: { now: () => now }, accounts: { credentials } } as unknown as Engine;
  const tokens = new MediaTokens(engine);
  const toWire = (asset: EngineAsset, canPreview: boolean) =>
    toWireVideo(asset, { origin, tokens, canPreview });

  test("names all that the document names, whatever is there already", () => {
    const media = `${origin}/vod/${anAsset().assetId}`;
    const empty = anAsset({ status: "uploading", sourceKey: null, posterKey: null, facts: null });
    for (const asset of [anAsset(), empty]) {
      expect(toWire(asset, false).assets).toEqual({
        iframe: `<iframe src="${media}" width="100%" height="100%" frameborder="0" scrolling="no" allowfullscreen="true"></iframe>`,
        player: media,
        hls: `${media}/hls/manifest.m3u8`,
        thumbnail: `${media}/thumbnail.jpg`,
        mp4: `${media}/mp4/source.mp4`,
      });
    }
    expect(toWire(anAsset({ details: { mp4Support: false } }), true).assets).not.toHaveProperty("mp4");
  });

  test("that is private has a fresh token in every address", () => {
    const asset = anAsset({ details: { public: false } });
    const first = toWire(asset, true).assets;
    expect(first?.player).toMatch(new RegExp(`^${origin}/vod/${asset.assetId}\\?token=[0-9A-Za-z]+$`));
    expect(first?.hls).toMatch(/\/token\/[0-9A-Za-z]+\/hls\/manifest\.m3u8$/);
    expect(toWire(asset, true).assets?.hls).not.toBe(first?.hls);
  });

  test("that is discarded says until when, and has no addresses", () => {
    const details = { discardedAt: now.toISOString(), deletesAt: later(3600).toISOString() };
    expect(toWire(anAsset({ details }), true)).toMatchObject({
      discarded: true,
      discardedAt: "2026-11-21T10:00:00+00:00",
      deletesAt: "2026-11-21T11:00:00+00:00",
      assets: null,
    });
  });

  test("is dated in ATOM", () => {
    expect(toWire(anAsset(), false).createdAt).toBe("2026-11-21T10:00:00+00:00");
  });

  test.each<[EngineAsset["status"], string, string, string]>([
    ["uploading", "upload", "uploading", "importing"],
    ["success", "upload", "uploaded", "ready"],
    ["processing", "import", "ingesting", "importing"],
    ["success", "import", "ingested", "ready"],
    ["fail", "upload", "uploaded", "failed"],
  ])("that is %s by %s is %s on the wire and %s in the library", (status, sourceKind, ingest, domain) => {
    const asset = anAsset({ status, details: { sourceKind } });
    const video = wireVideo.parse(toWire(asset, status === "success"));
    const wire = wireVideoStatus.parse(toWireStatus(asset, [], undefined, status === "success"));
    expect(wire.ingest?.status).toBe(ingest);
    expect(toDomainAsset(video, wire).status).toBe(domain);
  });

  test("that nobody has sent anything for is a draft", () => {
    const asset = anAsset({ status: "uploading", sourceKey: null, facts: null });
    expect(toDomainAsset(toWire(asset, false)).status).toBe("draft");
  });

  test("brings its facts into the library", () => {
    const asset = anAsset({ details: { tags: ["a"], metadata: [{ key: "k", value: "v" }] } });
    const status = toWireStatus(asset, [], undefined, true);
    expect(status.encoding?.metadata).toMatchObject({ duration: 2, aspectRatio: "16/9", framerate: 25 });
    expect(toDomainAsset(toWire(asset, true), status)).toMatchObject({
      title: "A clip",
      durationMs: 2_040,
      width: 1920,
      videoCodec: "h264",
      tags: ["a"],
      playback: [{ kind: "hls" }, { kind: "file" }],
    });
  });
});
