import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProviderAccount, ProviderChange, VideoProvider } from "#lib/providers/provider.ts";
import { telestreamProvider } from "#lib/providers/telestream/index.ts";
import { clip } from "#tests/support/clips.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";

let engine: TelestreamEngine;
let provider: VideoProvider;
beforeAll(async () => {
  engine = await startTelestreamEngine();
  provider = telestreamProvider(engine.account);
});
afterAll(async () => {
  await engine.started.close();
});

const library = () => present(provider.library, "library");
const uploads = () => present(provider.uploads, "uploads");

function present<T>(ability: T | undefined, name: string): T {
  if (ability === undefined) throw new Error(`The provider has no ${name}.`);
  return ability;
}

/** What the browser does with a signed session: posts the form, sends the file, learns the video's id. */
async function upload(
  file: Buffer<ArrayBuffer>,
  renditionNames: string[],
  fileName = "clip.mp4",
): Promise<string> {
  const begun = await uploads().begin({
    destinationId: engine.factoryId,
    fileName,
    sizeBytes: file.length,
    renditionNames,
  });
  if (begun.kind !== "session") throw new Error("Telestream opens sessions.");
  const { request } = begun;
  const opened = await fetch(request.url, {
    method: request.method,
    body: new URLSearchParams(request.form),
  });
  const { location } = (await opened.json()) as { location: string };
  const sent = await fetch(location, { method: "PUT", headers: { "x-part": "0" }, body: file });
  return ((await sent.json()) as { id: string }).id;
}

const settled = (videoId: string) =>
  until(
    "the video to be ready",
    async () => {
      const asset = await library().find(videoId);
      return (asset?.status === "ready" || asset?.status === "failed") && asset;
    },
    { withinMs: 50_000 },
  );

describe("a check names the exact cause", () => {
  const check = (change: Partial<ProviderAccount>) =>
    telestreamProvider({ ...engine.account, ...change }).check();
  const fields = (own: Record<string, string>) => ({ fields: { ...engine.account.fields, ...own } });

  test("when all is well", async () => {
    expect(await provider.check()).toMatchObject({ cause: "ok" });
  });

  test("when a key is wrong", async () => {
    const report = await check(fields({ secretKey: "wrong" }));
    expect(report).toMatchObject({ cause: "unauthorized" });
    expect(report.message).toContain("access key and secret key");
  });

  test("when the factory is not the account's", async () => {
    const report = await check({ isLocal: true, ...fields({ factoryId: "f".repeat(32) }) });
    expect(report).toMatchObject({ cause: "not_found" });
    expect(report.message).toContain("Check the factory ID");
  });

  test("when the API key has no v3.1 to talk to", async () => {
    const report = await check({ fields: { apiKey: "key" } });
    expect(report.cause).toBe("not_found");
  });
});

test("what a browser may send to is the account's factories with their profiles", async () => {
  expect(await uploads().destinations()).toEqual([
    {
      destinationId: engine.factoryId,
      name: "My factory",
      renditionNames: ["h264", "h264.hi", "webm", "hls.240p", "hls.480p", "hls.720p", "hls"],
      maxSizeBytes: 64 * 1024 ** 3,
    },
  ]);
});

test("an API key is never given to a browser: without signatures there are no uploads from it", () => {
  expect(telestreamProvider({ ...engine.account, fields: { apiKey: "key" } }).uploads).toBeUndefined();
});

test("what only our engine can do is absent elsewhere", () => {
  const elsewhere = telestreamProvider({ ...engine.account, isLocal: false });
  expect([elsewhere.changes, elsewhere.samples]).toEqual([undefined, undefined]);
  expect(elsewhere.library?.listIsBrief).toBe(true);
});

describe("a video's life, as the dashboard sees it", () => {
  test("sent by a signed session, encoded, played, changed, listed, removed", async () => {
    const file = await readFile(await clip("plain"));
    const videoId = await upload(file, ["h264", "hls.240p", "hls"], "my film ♥.mp4");
    const asset = await settled(videoId);
    expect(asset).toMatchObject({
      status: "ready",
      title: "my film ♥.mp4",
      width: 320,
      height: 180,
      videoCodec: "h264",
      sizeBytes: file.length,
      container: { id: engine.factoryId, name: "My factory" },
    });
    expect(asset.renditions.map(({ name, status }) => [name, status])).toEqual([
      ["h264", "ready"],
      ["hls.240p", "ready"],
      ["hls", "ready"],
    ]);
    expect(asset.playback.map(({ kind }) => kind)).toEqual(["hls", "hls", "file", "file"]);
    for (const { url } of asset.playback) expect((await fetch(url)).status, url).toBe(200);
    const pictured = await until("the pictures", async () => {
      const now = await library().find(videoId);
      return now?.posterUrl && now.filmstrip ? now : undefined;
    });
    expect((await fetch(pictured.posterUrl ?? "")).headers.get("content-type")).toMatch(/^image\//);
    expect((await fetch(pictured.filmstrip?.url ?? "")).status).toBe(200);
    const [hls] = asset.playback;
    expect(await (await fetch(hls?.url ?? "")).text()).toContain("#EXT-X-STREAM-INF");

    const page = await library().list({});
    expect(page.assets.map(({ providerAssetId }) => providerAssetId)).toContain(videoId);
    expect(page.assets.find((one) => one.providerAssetId === videoId)?.renditions).toHaveLength(3);
    expect(await library().raw(videoId)).toMatchObject({
      video: { id: videoId },
      encodings: expect.any(Array),
    });

    const [first] = asset.renditions;
    const transcodes = present(provider.transcodes, "transcodes");
    await transcodes.remove(first?.renditionId ?? "", { destinationId: engine.factoryId });
    expect((await library().find(videoId))?.renditions).toHaveLength(2);
    await library().remove(videoId);
    expect(await library().find(videoId)).toBeUndefined();
    await library().remove(videoId);
  });

  test("fetched by the engine from a web address", async () => {
    const file = await readFile(await clip("plain"));
    const source = await settled(await upload(file, []));
    const importUrl = present(library().importUrl, "importUrl");
    const asset = await importUrl({ url: source.sourceUrl ?? "", renditionNames: [] });
    expect(asset.status).toBe("importing");
    expect(await settled(asset.providerAssetId)).toMatchObject({ status: "ready", sizeBytes: file.length });
  });

  test("a file that is none fails in words", async () => {
    const asset = await settled(await upload(Buffer.from("not a film"), ["h264"]));
    expect(asset).toMatchObject({ status: "failed", error: { cause: "FormatNotRecognised" } });
    expect(asset.error?.message).not.toBe("");
  });
});

test("pages go through every factory and end", async () => {
  const made = await engine.send("POST", "/factories.json", { name: "second" });
  const { id } = (await made.json()) as { id: string };
  const own = { source_url: "http://files.example.invalid/a.mp4", profiles: "none", factory_id: id };
  await engine.send("POST", "/videos.json", own);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await library().list({ pageSize: 1, ...(cursor && { cursor }) });
    seen.push(...page.assets.map((asset) => asset.container?.name ?? ""));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.at(-1)).toBe("second");
  expect(new Set(seen)).toEqual(new Set(["My factory", "second"]));
});

describe("the change feed", () => {
  test("tells within the stream what changed, and ends when it is told to", async () => {
    const stop = new AbortController();
    const changes: ProviderChange[] = [];
    const watching = (async () => {
      for await (const change of present(provider.changes, "changes").watch({ signal: stop.signal }))
        changes.push(change);
    })();
    // The feed says nothing of what was before it: changes are made until one arrives.
    const videoId = await until("a change to arrive", async () => {
      const asset = await present(
        library().importUrl,
        "importUrl",
      )({
        url: "http://files.example.invalid/a.mp4",
        renditionNames: [],
      });
      await new Promise((resolve) => setImmediate(resolve));
      const ids = changes.flatMap(({ providerAssetIds }) => providerAssetIds);
      return ids.includes(asset.providerAssetId) ? asset.providerAssetId : undefined;
    });
    expect(videoId).toMatch(/^[0-9a-f]{32}$/);
    expect(changes.every(({ changedAtMs }) => changedAtMs > Date.now() - 60_000)).toBe(true);
    stop.abort();
    await watching;
  });

  test("is refused with a wrong key", async () => {
    const stranger = telestreamProvider({
      ...engine.account,
      fields: { ...engine.account.fields, secretKey: "wrong" },
    });
    const feed = present(stranger.changes, "changes").watch({ signal: new AbortController().signal });
    await expect(feed[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: "unauthorized" });
  });
});

test("samples are videos with sound, named, made by the engine", async () => {
  const made = await present(provider.samples, "samples").add();
  expect(made.length).toBeGreaterThan(2);
  expect(made.every(({ status }) => status === "importing")).toBe(true);
  const [first] = made;
  const asset = await until(
    "the first sample",
    async () => {
      const now = await library().find(first?.providerAssetId ?? "");
      return now && now.status !== "importing" ? now : undefined;
    },
    { withinMs: 110_000 },
  );
  expect(asset.audioCodec).not.toBeNull();
  expect(asset.title).not.toBe("");
}, 120_000);
