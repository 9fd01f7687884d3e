import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAccount, toAccount } from "#lib/accounts/accounts.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import type { Result } from "#lib/domain/result.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import * as actions from "#lib/features/ziggeo/actions.ts";
import { listStreams } from "#lib/features/ziggeo/streams.ts";
import { type ZiggeoClient, ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { clip } from "#tests/support/clips.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TestEngine;
let editor: SignedIn;
let viewer: SignedIn;
let client: ZiggeoClient;
let assetId: string;

beforeAll(async () => {
  engine = await startTestEngine();
  dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  editor = await signInAs("editor");
  viewer = await signInAs("viewer");
  const connections = await listConnections(viewer.viewer);
  const connectionId = connections.find(({ provider }) => provider === "ziggeo")?.connectionId ?? "";
  const account = await openAccount(connectionId);
  client = ziggeoClient(await toAccount(account.connection));
  const video = await client.videos.create({ title: "Řeka" });
  assetId = (await repairAsset(account, video.token, {})) ?? "";
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await engine.close();
});

const as = <T>(person: SignedIn, run: () => Promise<T>) => asRequest(person.headers, run);
const value = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
};
const list = () => listStreams(viewer.viewer, assetId);
const draft = async () => value(await as(editor, () => actions.createStream({ assetId }))).streamToken;
const find = async (token: string) => (await list()).streams.find(({ streamToken }) => streamToken === token);

test("a draft becomes a stream: a subtitle, the video from the browser, a stream for players", async () => {
  const streamToken = await draft();
  expect(await find(streamToken)).toMatchObject({ state: "draft", isBound: false, videoUrl: null });
  const subtitle = {
    assetId,
    streamToken,
    lang: "cs",
    label: "Čeština",
    data: "1\n00:00:00,000 --> 00:00:01,000\nAhoj",
  };
  value(await as(editor, () => actions.attachSubtitle(subtitle)));
  const begun = value(
    await as(editor, () => actions.beginAttach({ assetId, streamToken, kind: "video", fileName: "a.mp4" })),
  );
  expect(begun.url).toBe("/engine/ziggeo/upload/");
  const form = new FormData();
  for (const [name, text] of begun.fields) form.append(name, text);
  form.append("file", new Blob([await readFile(await clip("plain"))]), "a.mp4");
  const sent = await fetch(`${engine.credentials.ziggeo.baseUrl}/upload/`, { method: "POST", body: form });
  expect(sent.status).toBe(204);
  value(await as(editor, () => actions.confirmAttach({ assetId, streamToken, kind: "video" })));
  const made = await until("the stream for players is ready", async () =>
    (await list()).streams.find(
      ({ isTranscoded, isDefault, state }) => isTranscoded && isDefault && state === "ready",
    ),
  );
  expect(made).toMatchObject({ isBound: true, progressPercent: 100 });
  expect(made.videoUrl).toMatch(/^\/files\/ziggeo\/videos\/[0-9a-f]{32}\/streams\/[0-9a-f]{32}\/video$/);
  expect(await find(streamToken)).toMatchObject({
    name: "Original",
    state: "ready",
    subtitles: [{ lang: "cs", label: "Čeština" }],
  });
  expect(JSON.stringify(await list())).not.toContain(engine.credentials.ziggeo.privateKey);
});

test("is pushed to a service of the engine, which lists it", async () => {
  const service = await client.pushes?.addService({
    title: "Archiv",
    type: "put",
    url: "http://127.0.0.1:9/x",
  });
  const stream = (await list()).streams.find(({ isTranscoded }) => isTranscoded);
  const input = { assetId, streamToken: stream?.streamToken ?? "", pushServiceToken: service?.token ?? "" };
  value(await as(editor, () => actions.pushStream(input)));
  expect((await list()).pushServices).toMatchObject([{ title: "Archiv" }]);
  await until("it is told that nothing answered", async () =>
    (await list()).pushes.some(({ state, title }) => state === "failed" && title === "Archiv"),
  );
});

test("is deleted", async () => {
  const streamToken = await draft();
  value(await as(editor, () => actions.removeStream({ assetId, streamToken })));
  expect(await find(streamToken)).toBeUndefined();
});

describe("what Ziggeo refuses is told in its words", () => {
  test("binding with nothing attached", async () => {
    const streamToken = await draft();
    expect(await as(editor, () => actions.bindStream({ assetId, streamToken }))).toMatchObject({
      ok: false,
      error: { code: "provider_refused", message: expect.stringContaining("no video attached") },
    });
  });

  test("broken subtitles, with their line", async () => {
    const streamToken = await draft();
    const input = { assetId, streamToken, lang: "en", label: "English", data: "WEBVTT\n\nid\nno times" };
    expect(await as(editor, () => actions.attachSubtitle(input))).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("line 4") },
    });
  });

  test("a stream that is not there", async () => {
    expect(await as(editor, () => actions.removeStream({ assetId, streamToken: "nothing" }))).toMatchObject({
      ok: false,
      error: { code: "provider_refused" },
    });
  });
});

const token = "0123456789abcdef0123456789abcdef";
const doors = [
  ["createStream", actions.createStream, {}, { assetId: "" }],
  ["removeStream", actions.removeStream, { streamToken: token }, { streamToken: "../x" }],
  ["bindStream", actions.bindStream, { streamToken: token }, { streamToken: "" }],
  [
    "beginAttach",
    actions.beginAttach,
    { kind: "image", fileName: "a.png", streamToken: token },
    { kind: "sound" },
  ],
  ["confirmAttach", actions.confirmAttach, { kind: "video", streamToken: token }, { kind: 1 }],
  [
    "attachSubtitle",
    actions.attachSubtitle,
    { streamToken: token, lang: "en", label: "E", data: "x" },
    { lang: "e n" },
  ],
  [
    "pushStream",
    actions.pushStream,
    { streamToken: token, pushServiceToken: token },
    { pushServiceToken: "a b" },
  ],
] as const;

describe.each(doors)("%s", (_name, door, input, wrong) => {
  const call = (person: SignedIn, change: object = {}) =>
    as(person, () => door({ assetId, ...input, ...change }));

  test("is not for viewers", async () => {
    expect(await call(viewer)).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });

  test("wants what it says", async () => {
    expect(await call(editor, wrong)).toMatchObject({ ok: false, error: { code: "invalid" } });
  });
});
