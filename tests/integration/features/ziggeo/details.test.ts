import { writeFile } from "node:fs/promises";
import path from "node:path";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type OpenAccount, openAccount, toAccount } from "#lib/accounts/accounts.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { auditEntries } from "#lib/db/schema/audit-entries.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import * as actions from "#lib/features/ziggeo/actions.ts";
import { getDetails, listDetails } from "#lib/features/ziggeo/details.ts";
import { findKeyOwners } from "#lib/features/ziggeo/key-owners.ts";
import type { VideoDetails } from "#lib/features/ziggeo/schema/details.ts";
import { ApivideoClient } from "#lib/providers/apivideo/client.ts";
import type { VideoArguments } from "#lib/providers/ziggeo/arguments.ts";
import { type ZiggeoClient, ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { asRequest } from "#tests/support/next-headers.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TestEngine;
let account: OpenAccount;
let client: ZiggeoClient;
let editor: SignedIn;
let viewer: SignedIn;
let apivideoAssetId = "";

beforeAll(async () => {
  engine = await startTestEngine();
  dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  editor = await signInAs("editor");
  viewer = await signInAs("viewer");
  const connections = await listConnections(viewer.viewer);
  const idOf = (name: string) => connections.find(({ provider }) => provider === name)?.connectionId ?? "";
  account = await openAccount(idOf("ziggeo"));
  client = ziggeoClient(await toAccount(account.connection));
  const apivideo = await openAccount(idOf("apivideo"));
  const { videoId } = await new ApivideoClient(await toAccount(apivideo.connection)).videos.create({
    title: "Else",
  });
  apivideoAssetId = (await repairAsset(apivideo, videoId, {})) ?? "";
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await engine.close();
});

const asEditor = <T>(run: () => Promise<T>) => asRequest(editor.headers, run);
const read = (assetId: string) => getDetails(viewer.viewer, assetId);
const change = async (assetId: string, after: object, before?: VideoDetails) => {
  const seen = before ?? (await read(assetId));
  return asEditor(() => actions.changeDetails({ assetId, before: seen, after }));
};

async function newVideo(given: VideoArguments = {}): Promise<{ assetId: string; token: string }> {
  const { token } = await client.videos.create(given);
  return { token, assetId: (await repairAsset(account, token, {})) ?? "" };
}

const everything = {
  key: "řeka, the river",
  title: "Řeka 🐎",
  description: "Nad\nmostem",
  tags: ["x", "ž"],
  minDurationSeconds: 1.5,
  maxDurationSeconds: 60,
  isVolatile: true,
  deletionDay: "2999-12-24",
  data: JSON.stringify({ a: 1, b: ["č"] }, null, 2),
};

describe("details of a video", () => {
  let video: { assetId: string; token: string };
  beforeEach(async () => {
    video = await newVideo({ title: "Before", tags: ["old"] });
  });

  test("are read, changed all at once, known to the library, and written down", async () => {
    expect(await read(video.assetId)).toMatchObject({ title: "Before", tags: ["old"], key: "", data: "" });
    expect(await change(video.assetId, everything)).toMatchObject({ ok: true, value: everything });
    expect(await read(video.assetId)).toEqual(everything);
    const [indexed] = await db()
      .select({ title: assets.title, tags: assets.tags })
      .from(assets)
      .where(eq(assets.assetId, video.assetId));
    expect(indexed).toEqual({ title: "Řeka 🐎", tags: ["x", "ž"] });
    const [entry] = await db().select().from(auditEntries).orderBy(desc(auditEntries.at)).limit(1);
    expect(entry).toMatchObject({
      action: "video.edit",
      subject: "Before",
      detail: { assetId: video.assetId, changed: expect.stringContaining("deletionDay") },
    });
    const gone = { key: "", title: "", tags: [], minDurationSeconds: null, deletionDay: null, data: "" };
    expect(await change(video.assetId, gone)).toMatchObject({ ok: true, value: gone });
    expect(await read(video.assetId)).toMatchObject({
      ...gone,
      description: "Nad\nmostem",
      isVolatile: true,
    });
  });

  test("that another video has as its key are refused at the field, and nothing is changed", async () => {
    await newVideo({ key: "taken", title: "Owner" });
    expect(await change(video.assetId, { key: "taken", title: "After" })).toMatchObject({
      ok: false,
      error: { code: "conflict", fields: { "after.key": expect.stringContaining("Owner") } },
    });
    expect(await read(video.assetId)).toMatchObject({ key: "", title: "Before" });
  });

  test("that somebody else changed meanwhile are not written over; others are no matter", async () => {
    const seen = await read(video.assetId);
    await client.videos.update(video.token, { title: "Theirs" });
    expect(await change(video.assetId, { title: "Mine" }, seen)).toMatchObject({
      ok: false,
      error: { code: "conflict", message: expect.stringContaining("title is now “Theirs”") },
    });
    expect(await change(video.assetId, { description: "Mine" }, seen)).toMatchObject({ ok: true });
    expect(await read(video.assetId)).toMatchObject({ title: "Theirs", description: "Mine" });
  });

  test("of a video that is gone are told so", async () => {
    const seen = await read(video.assetId);
    await client.videos.remove(video.token);
    expect(await change(video.assetId, { title: "x" }, seen)).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
  });

  test.each([
    ["a fault in custom data, with its line", { data: '{\n"a": }' }, "after.data"],
    ["a day gone by", { deletionDay: "2020-01-01" }, "after.deletionDay"],
    ["a slash in a key", { key: "a/b" }, "after.key"],
  ])("with %s never reach Ziggeo", async (_what, after, field) => {
    expect(await change(video.assetId, after)).toMatchObject({
      ok: false,
      error: { code: "invalid", fields: { [field]: expect.any(String) } },
    });
  });

  test("are not a viewer's to change", async () => {
    const before = await read(video.assetId);
    const input = { assetId: video.assetId, before, after: { title: "x" } };
    const answers = await asRequest(viewer.headers, () =>
      Promise.all([actions.changeDetails(input), actions.changeMany({ changes: [input] })]),
    );
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });
});

describe("many at once", () => {
  test("are read in the selection's order, without what is not at Ziggeo", async () => {
    const [one, two] = [await newVideo({ title: "One" }), await newVideo({ title: "Two" })];
    const rows = await listDetails(viewer.viewer, [two.assetId, "gone", apivideoAssetId, one.assetId]);
    expect(rows.map(({ name }) => name)).toEqual(["Two", "One"]);
  });

  test("are changed each by itself: one that is refused keeps nobody from it", async () => {
    const [one, two] = [await newVideo({ title: "One" }), await newVideo({ title: "Two" })];
    const [first, second] = await listDetails(viewer.viewer, [one.assetId, two.assetId]);
    await client.videos.update(one.token, { title: "Theirs" });
    const changes = [first, second].map((row) => ({
      assetId: row?.assetId,
      before: row?.details,
      after: { title: "Both" },
    }));
    expect(await asEditor(() => actions.changeMany({ changes }))).toEqual({
      ok: true,
      value: [
        { assetId: one.assetId, problem: expect.stringContaining("Theirs") },
        { assetId: two.assetId, problem: null },
      ],
    });
    expect(await read(two.assetId)).toMatchObject({ title: "Both" });
  });

  test("are a handful at most", async () => {
    const { assetId } = await newVideo();
    const input = { assetId, before: await read(assetId), after: { title: "x" } };
    expect(
      await asEditor(() => actions.changeMany({ changes: Array.from({ length: 6 }, () => input) })),
    ).toMatchObject({ ok: false, error: { code: "invalid" } });
  });
});

test("who has a key is known before anything is saved, commas and all", async () => {
  const [one, two] = [await newVideo({ key: "a,b", title: "Comma" }), await newVideo({ key: "plain" })];
  const owners = await findKeyOwners(viewer.viewer, { assetId: two.assetId, key: ["a,b", "plain", "free"] });
  expect(owners).toHaveLength(2);
  expect(owners).toContainEqual({ key: "a,b", title: "Comma", assetId: one.assetId });
  expect(owners).toContainEqual({ key: "plain", title: "plain", assetId: two.assetId });
  const { token } = await client.videos.create({ key: "unseen" });
  expect(await findKeyOwners(viewer.viewer, { assetId: two.assetId, key: ["unseen"] })).toEqual([
    { key: "unseen", title: "unseen", assetId: null },
  ]);
  await client.videos.remove(token);
});

describe("push services", () => {
  test("are added and removed by the owner, their secrets kept in the engine", async () => {
    const owner = await signInAs("owner");
    const { assetId } = await newVideo();
    const service = {
      type: "put",
      assetId,
      title: "Archive",
      url: "https://example.com/in",
      authorization: "Bearer s3cret",
    };
    const added = await asRequest(owner.headers, () => actions.addPushService(service));
    expect(added).toMatchObject({ ok: true });
    expect(JSON.stringify(await client.pushes?.listServices())).not.toContain("s3cret");
    const pushServiceToken = added.ok ? added.value.pushServiceToken : "";
    expect(await asEditor(() => actions.removePushService({ assetId, pushServiceToken }))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(
      await asRequest(owner.headers, () => actions.removePushService({ assetId, pushServiceToken })),
    ).toMatchObject({ ok: true });
    expect(await client.pushes?.listServices()).toEqual([]);
    const wrong = { ...service, url: "file:///etc/passwd" };
    expect(await asRequest(owner.headers, () => actions.addPushService(wrong))).toMatchObject({
      ok: false,
      error: { code: "invalid", fields: { url: expect.any(String) } },
    });
    expect(await asEditor(() => actions.addPushService(service))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
  });
});
