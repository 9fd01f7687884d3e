import { once } from "node:events";
import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Result } from "#lib/domain/result.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { startSync } from "#lib/features/sync/start-sync.ts";
import * as actions from "#lib/features/telestream/actions.ts";
import { listDeliveries } from "#lib/features/telestream/deliveries.ts";
import { getEncodingBoard } from "#lib/features/telestream/encoding-board.ts";
import { getEncodingDetail } from "#lib/features/telestream/encoding-detail.ts";
import { getFactory, getNotifications, listFactories } from "#lib/features/telestream/factories.ts";
import { retryFailedEncodings } from "#lib/features/telestream/jobs/retry-failed-encodings.ts";
import { openTelestream } from "#lib/features/telestream/open-telestream.ts";
import { getProfile, listProfiles } from "#lib/features/telestream/profiles.ts";
import { getResultingCommand } from "#lib/features/telestream/resulting-command.ts";
import { boardRequest } from "#lib/features/telestream/schema/encoding.ts";
import { getVideoExtras } from "#lib/features/telestream/videos.ts";
import { startWorker } from "#lib/queue/worker.ts";
import { clip } from "#tests/support/clips.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { until } from "#tests/support/until.ts";

vi.mock("next/headers", () => import("#tests/support/next-headers.ts"));

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TestEngine;
let owner: SignedIn;
let editor: SignedIn;
let viewer: SignedIn;
let connectionId: string;
let factoryId: string;
let listener: Server;
let listening: string;
const heard: string[] = [];
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  listener = createServer((request, response) => {
    request.on("data", (bytes) => heard.push(String(bytes)));
    request.on("end", () => response.writeHead(request.url === "/busy" ? 503 : 200).end());
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listening = `http://127.0.0.1:${port}`;
  vi.stubEnv("REELYARD_ALLOW_PRIVATE_URLS", `127.0.0.1:${port}`);
  engine = await startTestEngine({ allowPrivateUrls: [`127.0.0.1:${port}`] });
  dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  stops.push(await startWorker([retryFailedEncodings]), await startSync());
  owner = await signInAs("owner");
  editor = await signInAs("editor");
  viewer = await signInAs("viewer");
  const connections = await listConnections(viewer.viewer);
  connectionId = connections.find(({ provider }) => provider === "telestream")?.connectionId ?? "";
  factoryId = engine.credentials.telestream.factoryId;
}, 120_000);
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
  await dashboard.close();
  await engine.close();
  listener.close();
});

const as = <T>(person: SignedIn, run: () => Promise<T>) => asRequest(person.headers, run);
const inFactory = () => ({ connectionId, factoryId });
const value = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
};
const preset = (change: object = {}) => ({
  kind: "preset",
  presetName: "h264",
  name: "mine",
  title: "Mine",
  settings: { width: "320", height: "240", upscale: "false", fps: "" },
  ...change,
});
const commanded = {
  kind: "command",
  name: "own",
  title: "",
  extname: "mp4",
  command: "ffmpeg -i $input_file$ -c:v libx264 $video_bitrate$ -y $output_file$",
  settings: {},
};

/** Everything that is refused before the service is asked: whom each action turns away, and what it cannot read. */
const doors: readonly [
  name: keyof typeof actions,
  refused: "editor" | "viewer",
  input: () => object,
  invalid: object,
][] = [
  ["createFactory", "editor", () => ({ connectionId, name: "F" }), { name: " " }],
  [
    "saveFactory",
    "editor",
    () => ({ ...inFactory(), name: "F", bucket: "", isPrivate: false, keepsOriginal: true }),
    { bucket: "no/slash" },
  ],
  ["removeFactory", "editor", inFactory, { factoryId: "" }],
  [
    "saveNotifications",
    "editor",
    () => ({
      ...inFactory(),
      url: "https://example.com/",
      delaySeconds: 5,
      sendsPayload: false,
      events: {
        video_created: true,
        video_encoded: true,
        encoding_progress: false,
        encoding_completed: true,
      },
    }),
    { url: "ftp://example.com" },
  ],
  [
    "testNotification",
    "editor",
    () => ({ ...inFactory(), url: listening, event: "video_created", sendsPayload: false }),
    { url: "" },
  ],
  ["resendDelivery", "editor", () => ({ ...inFactory(), deliveryId: "d" }), { deliveryId: "" }],
  [
    "createProfile",
    "viewer",
    () => ({ ...inFactory(), draft: preset() }),
    { draft: preset({ settings: { width: "wide" } }) },
  ],
  [
    "createProfile",
    "editor",
    () => ({ ...inFactory(), draft: commanded }),
    { draft: { ...commanded, command: "rm -rf /" } },
  ],
  [
    "saveProfile",
    "viewer",
    () => ({ ...inFactory(), profileId: "h264", draft: preset() }),
    { draft: preset({ name: "a,b" }) },
  ],
  [
    "saveProfile",
    "editor",
    () => ({ ...inFactory(), profileId: "h264", draft: commanded }),
    { profileId: "" },
  ],
  ["duplicateProfile", "viewer", () => ({ ...inFactory(), profileId: "h264", name: "copy" }), { name: "" }],
  ["removeProfile", "viewer", () => ({ ...inFactory(), profileId: "h264" }), { profileId: "" }],
  [
    "changeEncodings",
    "viewer",
    () => ({ connectionId, encodingIds: ["e"], change: "retry" }),
    { encodingIds: [] },
  ],
  ["retryAllFailed", "viewer", () => ({ connectionId }), { connectionId: "" }],
  ["encodeAgain", "viewer", () => ({ assetId: "a", profileNames: ["h264"] }), { profileNames: [] }],
  ["deleteSource", "viewer", () => ({ assetId: "a" }), { assetId: "" }],
  [
    "signRequest",
    "viewer",
    () => ({ connectionId, method: "GET", path: "/videos.json", parameters: [] }),
    { path: "/videos" },
  ],
  [
    "signRequest",
    "editor",
    () => ({ connectionId, method: "DELETE", path: "/profiles/h264.json", parameters: [] }),
    { parameters: [{ name: "signature", value: "x" }] },
  ],
];

describe.each(doors)("%s", (name, refused, input, invalid) => {
  // biome-ignore lint/performance/noDynamicNamespaceImportAccess: one door after another
  const act: (input: object) => Promise<Result<unknown>> = actions[name];
  test(`is not for the ${refused}`, async () => {
    const person = refused === "editor" ? editor : viewer;
    expect(await as(person, () => act(input()))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
  });
  test(`refuses ${JSON.stringify(invalid).slice(0, 60)}`, async () => {
    const answer = await as(owner, () => act({ ...input(), ...invalid }));
    expect(answer).toMatchObject({ ok: false, error: { code: "invalid" } });
  });
});

test("another provider's account has no factories", async () => {
  const others = await listConnections(viewer.viewer);
  const other = others.find(({ provider }) => provider === "stupeflix")?.connectionId ?? "";
  expect(await as(owner, () => actions.createFactory({ connectionId: other, name: "F" }))).toMatchObject({
    ok: false,
    error: { code: "invalid" },
  });
});

describe("factories", () => {
  test("an owner makes one, changes its details, and every page sees them", async () => {
    const made = value(
      await as(owner, () => actions.createFactory({ connectionId, name: "Second", bucket: "b" })),
    );
    const change = {
      connectionId,
      factoryId: made.factoryId,
      name: "Trailers",
      bucket: "c",
      isPrivate: false,
      keepsOriginal: false,
    };
    expect(await as(owner, () => actions.saveFactory(change))).toMatchObject({ ok: true });
    const read = await getFactory(viewer.viewer, { connectionId, factoryId: made.factoryId });
    expect(read).toMatchObject({ name: "Trailers", bucket: "c", keepsOriginal: false, videoCount: 0 });
    expect((await listFactories(viewer.viewer, connectionId)).map(({ name }) => name)).toContain("Trailers");
    expect(JSON.stringify(read)).not.toContain("127.0.0.1");
  });

  test("one that does not exist is refused in words", async () => {
    const change = {
      connectionId,
      factoryId: "f".repeat(32),
      name: "F",
      bucket: "",
      isPrivate: false,
      keepsOriginal: true,
    };
    expect(await as(owner, () => actions.saveFactory(change))).toMatchObject({
      ok: false,
      error: { code: "provider_refused" },
    });
  });
});

test("an owner says who hears of a factory, and deletes one that is not wanted", async () => {
  const { factoryId: spare } = value(
    await as(owner, () => actions.createFactory({ connectionId, name: "Spare" })),
  );
  const at = { connectionId, factoryId: spare };
  const wanted = {
    url: "https://example.com/heard",
    delaySeconds: 7,
    sendsPayload: true,
    events: {
      video_created: true,
      video_encoded: false,
      encoding_progress: false,
      encoding_completed: true,
    },
  };
  value(await as(owner, () => actions.saveNotifications({ ...at, ...wanted })));
  expect(await getNotifications(viewer.viewer, at)).toEqual(wanted);
  value(await as(owner, () => actions.removeFactory(at)));
  await expect(getFactory(viewer.viewer, at)).rejects.toMatchObject({ code: "not_found" });
});

describe("a test notification", () => {
  const send = (change: object) =>
    as(owner, () =>
      actions.testNotification({
        ...inFactory(),
        url: listening,
        event: "encoding_completed",
        sendsPayload: true,
        ...change,
      }),
    );

  test("goes out as the service would send it, and tells what was answered", async () => {
    const sent = value(await send({}));
    expect(sent).toMatchObject({ isHeard: true, status: 200 });
    const form = new URLSearchParams(heard.at(-1));
    expect(form.get("event")).toBe("encoding-complete");
    expect(form.get("payload")).toBe("A test from Reelyard");
    expect(sent.body).toBe(heard.at(-1));
  });

  test("that is not heard says why", async () => {
    expect(value(await send({ url: `${listening}/busy` }))).toMatchObject({ isHeard: false, status: 503 });
    const blocked = value(await send({ url: "http://10.1.2.3/hook" }));
    expect(blocked).toMatchObject({ isHeard: false, status: null });
    expect(blocked.message).toContain("REELYARD_ALLOW_PRIVATE_URLS");
  });
});

describe("profiles", () => {
  test("an editor makes one of a preset, changes it, copies it with all its settings, and deletes it", async () => {
    const { profileId } = value(
      await as(editor, () => actions.createProfile({ ...inFactory(), draft: preset() })),
    );
    const target = { ...inFactory(), profileId };
    const changed = preset({
      title: "Mine, larger",
      settings: { width: "640", height: "360", audio_bitrate: "96" },
    });
    value(await as(editor, () => actions.saveProfile({ ...target, draft: changed })));
    expect(await getProfile(viewer.viewer, target)).toMatchObject({
      name: "mine",
      title: "Mine, larger",
      presetName: "h264",
      settings: { width: "640", height: "360", audio_bitrate: "96", upscale: "false" },
    });
    const copy = value(await as(editor, () => actions.duplicateProfile({ ...target, name: "mine-2" })));
    const [original, copied] = await Promise.all([
      getProfile(viewer.viewer, target),
      getProfile(viewer.viewer, { ...inFactory(), profileId: copy.profileId }),
    ]);
    expect(copied.settings).toEqual(original.settings);
    for (const id of [profileId, copy.profileId]) {
      value(await as(editor, () => actions.removeProfile({ ...inFactory(), profileId: id })));
    }
    const names = (await listProfiles(viewer.viewer, inFactory())).map(({ name }) => name);
    expect(names).not.toContain("mine");
    expect(names).not.toContain("mine-2");
  });

  test("a name that is taken is refused in the service's words", async () => {
    const taken = await as(editor, () =>
      actions.createProfile({ ...inFactory(), draft: preset({ name: "h264" }) }),
    );
    expect(taken).toMatchObject({
      ok: false,
      error: { code: "provider_refused", message: expect.stringContaining("taken") },
    });
  });

  test("a command is an owner's to write; an editor neither changes nor copies what runs one", async () => {
    const { profileId } = value(
      await as(owner, () => actions.createProfile({ ...inFactory(), draft: commanded })),
    );
    const target = { ...inFactory(), profileId };
    expect(await getProfile(viewer.viewer, target)).toMatchObject({
      presetName: null,
      command: commanded.command,
      extname: ".mp4",
    });
    const refusal = { ok: false, error: { code: "forbidden", message: expect.stringContaining("owner") } };
    expect(await as(editor, () => actions.saveProfile({ ...target, draft: preset() }))).toMatchObject(
      refusal,
    );
    expect(await as(editor, () => actions.duplicateProfile({ ...target, name: "copy" }))).toMatchObject(
      refusal,
    );
    const smuggled = { ...preset(), settings: { command: "ffmpeg -i $input_file$ -y $output_file$" } };
    for (const act of [
      () => actions.createProfile({ ...inFactory(), draft: smuggled }),
      () => actions.saveProfile({ ...inFactory(), profileId: "h264", draft: smuggled }),
    ]) {
      expect(await as(editor, act)).toMatchObject({ ok: false, error: { code: "invalid" } });
    }
    const foreign = { ...commanded, command: `${commanded.command}\nmencoder $input_file$ -o $output_file$` };
    value(await as(owner, () => actions.saveProfile({ ...target, draft: foreign })));
    expect((await getProfile(viewer.viewer, target)).commandFault).toContain("mencoder");
    const quieter = { ...commanded, title: "Own", settings: { video_bitrate: "300" } };
    value(await as(owner, () => actions.saveProfile({ ...target, draft: quieter })));
    expect(await getProfile(viewer.viewer, target)).toMatchObject({
      title: "Own",
      commandFault: null,
      settings: { video_bitrate: "300" },
    });
  });
});

describe("the command that a form comes to", () => {
  const resulting = (sketch: object) =>
    getResultingCommand(viewer.viewer, {
      ...inFactory(),
      presetName: null,
      settings: {},
      ...sketch,
    });

  test("is the engine's own word, for a preset with its settings and for a command", async () => {
    const { commands, fault } = await resulting({
      presetName: "h264",
      settings: { video_bitrate: "900", h264_level: "3.1", watermark_url: "https://example.com/logo.png" },
    });
    expect(fault).toBeNull();
    expect(commands).toHaveLength(1);
    expect(commands?.[0]).toEqual(expect.arrayContaining(["ffmpeg", "900k", "3.1", "watermark.png"]));
    expect(
      await resulting({ presetName: "h264", settings: { video_bitrate: "900", two_pass: "true" } }),
    ).toEqual({
      commands: [expect.arrayContaining(["-pass", "1"]), expect.arrayContaining(["-pass", "2"])],
      fault: null,
    });
    const own = await resulting({
      command: commanded.command,
      extname: "mp4",
      settings: { video_bitrate: "700" },
    });
    expect(own.commands?.[0]).toEqual(expect.arrayContaining(["-b:v", "700k"]));
  });

  test("says what is wrong: a word that is not allowed, a setting out of range", async () => {
    const foreign = await resulting({ command: "mencoder $input_file$ -o $output_file$", extname: "mp4" });
    expect(foreign).toEqual({ commands: [], fault: expect.stringContaining("mencoder") });
    expect(await resulting({ presetName: "h264", settings: { width: "1" } })).toEqual({
      commands: [],
      fault: "width must be a whole number from 2 to 16384",
    });
  });
});

test("what a receiver was told is logged with each try, and told again by an owner", async () => {
  const { client } = await openTelestream(connectionId);
  await client.notifications.update(factoryId, { url: `${listening}/busy`, delay: 0 });
  const sent = await client.notifications.sendTest(factoryId);
  const read = async () => (await listDeliveries(owner.viewer, { ...inFactory(), page: 1 })).items[0];
  const first = await until("the try", async () => {
    const delivery = await read();
    return delivery && delivery.state === "failed" ? delivery : undefined;
  });
  expect(first).toMatchObject({
    deliveryId: sent.id,
    event: "test",
    videoId: null,
    host: new URL(listening).host,
    attempts: [{ status: 503, failure: "It answered 503." }],
    nextAttemptAt: null,
  });
  value(await as(owner, () => actions.resendDelivery({ ...inFactory(), deliveryId: sent.id })));
  await until("the next try", async () => (await read())?.attempts.length === 2);
  await client.notifications.update(factoryId, { url: "" });
});

describe("signing a request", () => {
  const sign = (person: SignedIn, change: object = {}) =>
    as(person, () =>
      actions.signRequest({
        connectionId,
        method: "GET",
        path: "/videos.json",
        parameters: [{ name: "factory_id", value: factoryId }],
        ...change,
      }),
    );

  test("gives a URL that anybody can call once, and never the secret", async () => {
    const signed = value(await sign(editor));
    const { secretKey } = engine.credentials.telestream;
    expect(JSON.stringify(signed)).not.toContain(secretKey);
    expect((await fetch(signed.url)).status).toBe(200);
    expect(signed.curl).toMatch(/^curl --get 'http:\/\/127\.0\.0\.1:\d+\/v3\.0\/videos\.json'/);
    expect(Date.parse(signed.expiresAt)).toBeGreaterThan(Date.now());
  });

  test("a changing call travels in a form", async () => {
    const signed = value(
      await sign(owner, {
        method: "POST",
        path: "/profiles.json",
        parameters: [
          { name: "factory_id", value: factoryId },
          { name: "preset_name", value: "mp3" },
          { name: "name", value: "it's sound".replaceAll(" ", "-") },
        ],
      }),
    );
    expect(signed.url).toMatch(/\/v3\.0\/profiles\.json$/);
    const form = new URLSearchParams(signed.parameters.map(({ name, value: text }) => [name, text]));
    const made = await fetch(signed.url, { method: "POST", body: form });
    expect(await made.json()).toMatchObject({ name: "it's-sound", preset_name: "mp3" });
    expect(signed.curl).toContain(`'name=it'\\''s-sound'`);
  });

  test("every signature is in the audit log, its values left out", async () => {
    const [entry] = await dashboard.postgres.query<{ subject: string; detail: unknown }>(
      "SELECT subject, detail FROM audit_entries WHERE action = 'request.sign' ORDER BY at LIMIT 1",
    );
    expect(entry).toEqual({ subject: "GET /videos.json", detail: { parameters: "factory_id" } });
  });
});

describe("a video and its encodings", () => {
  let assetId: string;
  const board = (filter: object = {}) =>
    getEncodingBoard(viewer.viewer, boardRequest.parse({ connectionId, ...filter }));
  const boardWhere = (what: string, holds: (found: Awaited<ReturnType<typeof board>>) => boolean) =>
    until(
      what,
      async () => {
        const found = await board();
        return holds(found) && found;
      },
      { withinMs: 90_000 },
    );

  beforeAll(async () => {
    const parameters = [
      { name: "factory_id", value: factoryId },
      { name: "profiles", value: "none" },
    ];
    const signed = value(
      await as(editor, () =>
        actions.signRequest({ connectionId, method: "POST", path: "/videos.json", parameters }),
      ),
    );
    const form = new FormData();
    for (const { name, value: text } of signed.parameters) form.append(name, text);
    form.append("file", await openAsBlob(await clip("audioOnly")), "sound.m4a");
    const sent = await fetch(signed.url, { method: "POST", body: form });
    const { id } = z.object({ id: z.string() }).parse(await sent.json());
    assetId = await until("the video to be indexed", async () => {
      const [row] = await dashboard.postgres.query<{ asset_id: string }>(
        "SELECT asset_id FROM assets WHERE provider_asset_id = $1 AND status = 'ready'",
        [id],
      );
      return row?.asset_id;
    });
  }, 90_000);

  test("tells its metadata and what it can be made with", async () => {
    const extras = await getVideoExtras(viewer.viewer, assetId);
    expect(extras.metadata).toContainEqual({ name: "audio_channels", value: expect.any(String) });
    expect(extras.profiles.map(({ name }) => name)).toContain("h264");
  });

  test("is made again with profiles; what fails is told with its log, retried, cancelled and deleted", async () => {
    // A picture of a clip that has none: fails at once, as often as it is tried.
    value(await as(editor, () => actions.encodeAgain({ assetId, profileNames: ["h264", "webm"] })));
    const failed = await boardWhere("both to fail", ({ counts }) => counts.failed === 2);
    expect(failed.items.map(({ profileName }) => profileName).sort()).toEqual(["h264", "webm"]);
    expect(failed.items[0]).toMatchObject({ factoryId, assetId, status: "failed" });
    const [first, second] = failed.items.map(({ encodingId }) => encodingId);
    const detail = await getEncodingDetail(viewer.viewer, { ...inFactory(), encodingId: first ?? "" });
    expect(detail.errorMessage).toBeTruthy();
    expect(detail.logProblem).toBeNull();

    const change = (encodingIds: string[], what: string) =>
      as(editor, () => actions.changeEncodings({ connectionId, encodingIds, change: what }));
    const cancelled = value(await change([first ?? ""], "cancel"));
    expect(cancelled).toMatchObject({
      changed: 0,
      failures: [{ message: expect.stringContaining("finished") }],
    });
    expect(value(await change([first ?? "", "gone"], "retry"))).toMatchObject({
      changed: 1,
      failures: [{ encodingId: "gone" }],
    });
    await boardWhere("it to fail again", ({ counts }) => counts.failed === 2);
    expect(value(await as(editor, () => actions.retryAllFailed({ connectionId })))).toEqual({ accepted: 2 });
    expect(value(await change([second ?? ""], "remove"))).toMatchObject({ changed: 1 });
    await boardWhere("one to be left", ({ items }) => items.length === 1);
  }, 120_000);

  test("the board is filtered by lane, factory and words", async () => {
    const names = async (filter: object) => (await board(filter)).items.map(({ profileName }) => profileName);
    expect(await names({ factory: "other" })).toEqual([]);
    expect(await names({ q: "nothing_is%called this" })).toEqual([]);
    expect(await names({ lane: "done" })).toEqual([]);
    expect((await names({ q: "sound" })).length).toBe(1);
  });

  test("its source alone is deleted", async () => {
    value(await as(editor, () => actions.deleteSource({ assetId })));
    const [row] = await dashboard.postgres.query<{ source_url: string | null }>(
      "SELECT source_url FROM assets WHERE asset_id = $1",
      [assetId],
    );
    expect(row?.source_url).toBeNull();
    expect(await as(editor, () => actions.deleteSource({ assetId: "nothing" }))).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
  });
});
