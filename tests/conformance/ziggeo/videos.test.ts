import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import ZiggeoSdk from "ziggeo";
import { z } from "zod";
import { buildZiggeoApp } from "#lib/engine/protocols/ziggeo/app.ts";
import { providerFor } from "#lib/providers/registry.ts";
import { clip } from "#tests/support/clips.ts";
import { listRoutes, listSupported } from "#tests/support/coverage.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { coverage } from "./coverage.ts";

let running: TestEngine;
/** Tokens of the videos below, oldest first. */
let tokens: string[];

const titles = ["First", "Žluťoučký kůň 🐎", "Third", "Empty", "Broken"];

beforeAll(async () => {
  running = await startTestEngine();
  const { library, accounts } = running.engine;
  const video = async (title: string, details: Record<string, unknown> = {}) => {
    const created = { account: accounts.ziggeo, title, originalFilename: "clip.mp4", details };
    return (await library.createAsset(created)).assetId;
  };
  const imported = async (assetId: string, bytes: Uint8Array) => {
    const sourceKey = running.engine.storage.newKey("clip.mp4");
    await running.engine.storage.write(sourceKey, bytes);
    await library.importSource(assetId, { sourceKey, renditions: [] });
    return assetId;
  };
  const bytes = await readFile(await clip("plain"));
  tokens = [
    await imported(await video("First", { tags: ["a", "b"], approved: true }), bytes),
    await imported(await video("Žluťoučký kůň 🐎", { tags: ["a"], key: "horse", approved: false }), bytes),
    await imported(await video("Third"), bytes),
    await video("Empty"),
    await imported(await video("Broken"), Buffer.from("not a video")),
  ];
});
afterAll(() => running.close());

const wireError = z.object({ status_code: z.custom<() => number>(), data: z.custom<() => string>() });

interface Sdk {
  Connect: { baseUri: string };
  Videos: Record<"index" | "count" | "get" | "destroy", (...given: unknown[]) => void>;
}

function sdkOf(privateKey = running.credentials.ziggeo.privateKey): Sdk {
  const { baseUrl, applicationToken, encryptionKey } = running.credentials.ziggeo;
  const sdk: Sdk = new ZiggeoSdk(applicationToken, privateKey, encryptionKey);
  sdk.Connect.baseUri = baseUrl;
  return sdk;
}

/** The SDK's callbacks as a promise; a failure is its status and body. */
function call(method: keyof Sdk["Videos"], argument: unknown, sdk = sdkOf()): Promise<unknown> {
  return new Promise((resolve, reject) => {
    sdk.Videos[method](argument, {
      success: resolve,
      failure: (error: unknown) => {
        const { status_code, data } = wireError.parse({
          status_code: () => (error as { status_code(): number }).status_code(),
          data: () => String((error as { data(): unknown }).data()),
        });
        reject(Object.assign(new Error(data()), { status: status_code() }));
      },
    });
  });
}

const index = async (query: Record<string, unknown>) =>
  z
    .array(z.looseObject({ token: z.string(), title: z.string(), state_string: z.string() }))
    .parse(await call("index", query));
const titlesOf = async (query: Record<string, unknown>) => (await index(query)).map((video) => video.title);

describe("npm ziggeo 0.1.26, unmodified, against the engine", () => {
  test("lists videos newest first, without those that have no file", async () => {
    expect(await titlesOf({})).toEqual(["Broken", "Third", "Žluťoučký kůň 🐎", "First"]);
  });

  test("sees the empty one when it asks for all", async () => {
    expect(await titlesOf({ states: "all" })).toEqual([...titles].reverse());
  });

  test("turns the order, skips and limits", async () => {
    expect(await titlesOf({ states: "all", reverse: true, limit: 2 })).toEqual(titles.slice(0, 2));
    expect(await titlesOf({ states: "all", reverse: true, limit: 2, skip: 2 })).toEqual(titles.slice(2, 4));
    expect(await titlesOf({ states: "all", skip: 99 })).toEqual([]);
  });

  test("filters by state, in either case", async () => {
    expect(await titlesOf({ states: "failed" })).toEqual(["Broken"]);
    expect(await titlesOf({ states: "READY,Empty", reverse: true })).toEqual([
      ...titles.slice(0, 3),
      "Empty",
    ]);
  });

  test("filters by tags and approval", async () => {
    expect(await titlesOf({ tags: "a", reverse: true })).toEqual(["First", "Žluťoučký kůň 🐎"]);
    expect(await titlesOf({ tags: "a,b" })).toEqual(["First"]);
    expect(await titlesOf({ tags: "'; DROP TABLE asset; --" })).toEqual([]);
    expect(await titlesOf({ approved: "APPROVED" })).toEqual(["First"]);
    expect(await titlesOf({ approved: "REJECTED" })).toEqual(["Žluťoučký kůň 🐎"]);
  });

  test("counts", async () => {
    expect(await call("count", {})).toEqual({ count: 4 });
    expect(await call("count", { states: "all" })).toEqual({ count: 5 });
    expect(await call("count", { tags: "a" })).toEqual({ count: 2 });
  });

  test("reads one by token and by key, every letter of its title intact", async () => {
    for (const name of [tokens[1], "_horse"]) {
      expect(await call("get", name)).toMatchObject({
        token: tokens[1],
        key: "horse",
        title: "Žluťoučký kůň 🐎",
        state: 5,
        type: "ApiVideo",
        default_stream: { streamable: 2, has_video: true, has_audio: true },
      });
    }
  });

  test("is told 404 of a video that is not there", async () => {
    await expect(call("get", "00000000000000000000000000000000")).rejects.toMatchObject({ status: 404 });
    await expect(call("destroy", "_nothing")).rejects.toMatchObject({ status: 404 });
  });

  test("is told 401 with another private key, and not asked again", async () => {
    await expect(call("index", {}, sdkOf("another"))).rejects.toMatchObject({ status: 401 });
  });
});

describe("our own client", () => {
  const provider = () =>
    providerFor({
      provider: "ziggeo",
      baseUrl: running.credentials.ziggeo.baseUrl,
      fields: {
        applicationToken: running.credentials.ziggeo.applicationToken,
        privateKey: running.credentials.ziggeo.privateKey,
      },
      isLocal: true,
    });

  test("finds the connection working", async () => {
    expect(await provider().check()).toMatchObject({ cause: "ok", latencyMs: expect.any(Number) });
  });

  test("walks every page to the end, oldest first", async () => {
    const { library } = provider();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await library?.list({ pageSize: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...(page?.assets ?? []).map((asset) => asset.title));
      cursor = page?.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(titles);
  });

  test("finds one with its facts, and nothing where there is nothing", async () => {
    const { library } = provider();
    expect(await library?.find(tokens[0] ?? "")).toMatchObject({
      title: "First",
      status: "ready",
      tags: ["a", "b"],
    });
    expect(await library?.find("00000000000000000000000000000000")).toBeUndefined();
  });
});

describe("requests captured from other SDKs", () => {
  const authorization = () => {
    const { applicationToken, privateKey } = running.credentials.ziggeo;
    return `Basic ${btoa(`${applicationToken}:${privateKey}`)}`;
  };

  test("Python 2.30 deletes by POST with _method=DELETE", async () => {
    const doomed = await running.engine.library.createAsset({
      account: running.engine.accounts.ziggeo,
      title: "Doomed",
      originalFilename: "clip.mp4",
    });
    const url = `${running.credentials.ziggeo.baseUrl}/v1/videos/${doomed.assetId}`;
    const headers = {
      authorization: authorization(),
      "user-agent": "Python-urllib/3.11",
      "content-type": "application/x-www-form-urlencoded",
    };
    const deleted = await fetch(`${url}?_method=DELETE`, { method: "POST", headers });
    expect(deleted.status).toBe(200);
    expect((await fetch(url, { headers: { authorization: authorization() } })).status).toBe(404);
    expect((await fetch(`${url}?_method=DELETE`, { headers })).status).toBe(404);
  });

  test("every answer is ASCII, for Python decodes nothing else", async () => {
    const url = `${running.credentials.ziggeo.baseUrl}/v1/videos/?states=all`;
    const bytes = await (await fetch(url, { headers: { authorization: authorization() } })).bytes();
    expect(bytes.every((byte) => byte < 0x7f)).toBe(true);
  });
});

test("the coverage list says what the router does", () => {
  expect(listRoutes(buildZiggeoApp(running.engine))).toEqual(listSupported(coverage));
});
