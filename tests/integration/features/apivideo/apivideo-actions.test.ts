import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAccount } from "#lib/accounts/accounts.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { playerColours, playerSwitches } from "#lib/domain/player-theme.ts";
import * as actions from "#lib/features/apivideo/actions.ts";
import { listDiscarded } from "#lib/features/apivideo/discarded.ts";
import { listLiveStreams } from "#lib/features/apivideo/live-streams.ts";
import { openApivideo } from "#lib/features/apivideo/open-apivideo.ts";
import { getTheme, listThemes, uploadLogo } from "#lib/features/apivideo/themes.ts";
import { listUploadTokens } from "#lib/features/apivideo/upload-tokens.ts";
import { getVideoExtras, uploadThumbnail } from "#lib/features/apivideo/videos.ts";
import { listWatermarks, uploadWatermark } from "#lib/features/apivideo/watermarks.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { makePng } from "#tests/support/apivideo-files.ts";
import { clip } from "#tests/support/clips.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TestEngine;
let editor: SignedIn;
let viewer: SignedIn;
let connectionId = "";
let telestreamId = "";
let assetId = "";

beforeAll(async () => {
  engine = await startTestEngine();
  dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  editor = await signInAs("editor");
  viewer = await signInAs("viewer");
  for (const each of await listConnections(editor.viewer)) {
    if (each.provider === "apivideo") connectionId = each.connectionId;
    if (each.provider === "telestream") telestreamId = each.connectionId;
  }
  const { client } = await openApivideo(connectionId);
  const { videoId } = await client.videos.create({ title: "Maths" });
  assetId = (await repairAsset(await openAccount(connectionId), videoId, { timeoutMs: 5_000 })) ?? "";
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await engine.close();
});

const asEditor = <T>(run: () => Promise<T>) => asRequest(editor.headers, run);
const extras = () => getVideoExtras(viewer.viewer, assetId);
const details = {
  title: "Maths, again",
  description: "Numbers",
  isPublic: false,
  hasMp4: true,
  playerId: null,
  tags: ["school", "été"],
  metadata: [{ key: "author", value: "Ada" }],
};

describe("a video", () => {
  test("has details that are saved whole and read back", async () => {
    expect(await asEditor(() => actions.saveDetails({ assetId, ...details }))).toMatchObject({ ok: true });
    expect(await extras()).toMatchObject(details);
  });

  test("has captions and chapters in languages, one of them the default", async () => {
    const vtt = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nBonjour\n";
    for (const kind of ["captions", "chapters"] as const) {
      const saved = await asEditor(() => actions.saveTrack({ assetId, kind, language: "fr", vtt }));
      expect(saved).toMatchObject({ ok: true });
    }
    expect(await asEditor(() => actions.setDefaultCaptions({ assetId, language: "fr" }))).toMatchObject({
      ok: true,
    });
    const { captions, chapters } = await extras();
    expect(captions).toMatchObject([{ language: "fr", isDefault: true }]);
    expect(captions[0]?.vtt).toContain("Bonjour");
    expect(chapters[0]?.vtt).toContain("Bonjour");
    for (const kind of ["captions", "chapters"] as const) {
      const removed = await asEditor(() => actions.removeTrack({ assetId, kind, language: "fr" }));
      expect(removed).toMatchObject({ ok: true });
    }
    expect(await extras()).toMatchObject({ captions: [], chapters: [] });
  });
});

test("live streams are made, listed without their keys, and deleted", async () => {
  const made = await asEditor(() =>
    actions.createLiveStream({ connectionId, name: "Town hall", isPublic: true }),
  );
  const liveStreamId = made.ok ? made.value.liveStreamId : "";
  const shown = await asEditor(() => actions.showStreamKey({ connectionId, liveStreamId }));
  const streamKey = shown.ok ? shown.value.streamKey : "";
  expect(streamKey).not.toBe("");
  const listed = await listLiveStreams(viewer.viewer, connectionId);
  expect(listed).toMatchObject([{ liveStreamId, name: "Town hall", isBroadcasting: false, recordings: [] }]);
  expect(JSON.stringify(listed)).not.toContain(streamKey);
  expect(await asEditor(() => actions.removeLiveStream({ connectionId, liveStreamId }))).toMatchObject({
    ok: true,
  });
  expect(await listLiveStreams(viewer.viewer, connectionId)).toEqual([]);
});

test("a live stream is passed on to other places, whose keys stay on the server", async () => {
  const made = await asEditor(() =>
    actions.createLiveStream({ connectionId, name: "Passed on", isPublic: true }),
  );
  const target = { connectionId, liveStreamId: made.ok ? made.value.liveStreamId : "" };
  const place = { serverUrl: "rtmps://live.example.com/app", streamKey: "their-secret" };
  for (const name of ["one", "two"]) {
    expect(await asEditor(() => actions.addRestream({ ...target, ...place, name }))).toMatchObject({
      ok: true,
    });
  }
  const listed = await listLiveStreams(viewer.viewer, connectionId);
  expect(listed[0]?.restreams).toMatchObject([
    { name: "one", server: "live.example.com", state: null },
    { name: "two" },
  ]);
  expect(JSON.stringify(listed)).not.toContain("their-secret");
  const late = await asEditor(() => actions.removeRestream({ ...target, index: 0, name: "two" }));
  expect(late).toMatchObject({ ok: false, error: { code: "conflict" } });
  await asEditor(() => actions.removeRestream({ ...target, index: 0, name: "one" }));
  const { client } = await openApivideo(connectionId);
  expect((await client.liveStreams.get(target.liveStreamId)).restreams).toEqual([{ ...place, name: "two" }]);
  await asEditor(() => actions.removeLiveStream(target));
});

describe("pictures", () => {
  const picture = { fileName: "logo.png", bytes: Buffer.from(makePng(64, 32)) };

  test("become a thumbnail, a watermark and a logo; what is no picture is refused in words", async () => {
    await uploadThumbnail(editor.viewer, assetId, picture);
    const { watermarkId } = await uploadWatermark(editor.viewer, connectionId, picture);
    const [watermark] = await listWatermarks(editor.viewer, connectionId);
    expect(watermark).toMatchObject({ watermarkId });
    expect(watermark?.pictureUrl).toBe(`/engine/apivideo/watermark/${watermarkId}`);
    const shown = await fetch(`${engine.credentials.apivideo.baseUrl}/watermark/${watermarkId}`);
    expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
    const fake = { fileName: "logo.png", bytes: Buffer.from("<svg onload=alert(1)>") };
    for (const refused of [
      () => uploadThumbnail(editor.viewer, assetId, fake),
      () => uploadWatermark(editor.viewer, connectionId, fake),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: "invalid" });
    }
    await asEditor(() => actions.removeWatermark({ connectionId, watermarkId }));
    expect(await listWatermarks(editor.viewer, connectionId)).toEqual([]);
  });

  test("are laid over a copy of a video, which is in the index at once", async () => {
    const { watermarkId } = await uploadWatermark(editor.viewer, connectionId, picture);
    const { client } = await openApivideo(connectionId);
    const { videoId } = await client.videos.create({ title: "To copy" });
    const form = new FormData();
    form.append("file", new Blob([await readFile(await clip("plain"))]), "film.mp4");
    const { apiKey, baseUrl } = engine.credentials.apivideo;
    await fetch(`${baseUrl}/videos/${videoId}/source`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${apiKey}:`)}` },
      body: form,
    });
    const original = await repairAsset(await openAccount(connectionId), videoId, { timeoutMs: 5_000 });
    // Until its source is stored there is nothing to copy.
    const copyId = await until("the copy", async () => {
      const copied = await asEditor(() =>
        actions.copyVideo({ assetId: original ?? "", title: "A copy", watermarkId, widthPercent: 20 }),
      );
      return copied.ok && copied.value.assetId;
    });
    expect(await getVideoExtras(viewer.viewer, copyId)).toMatchObject({ title: "A copy" });
  });
});

test("a player theme is made, coloured, given a logo, chosen for a video, and deleted", async () => {
  const made = await asEditor(() => actions.createTheme({ connectionId, name: "Ours" }));
  const playerId = made.ok ? made.value.playerId : "";
  const theme = await getTheme(viewer.viewer, { connectionId, playerId });
  expect(theme).toMatchObject({ name: "Ours", switches: { enableControls: true }, logoUrl: null });
  const colours = { ...theme.colours, trackPlayed: "rgba(1, 2, 3, 0.5)" };
  const saved = await asEditor(() =>
    actions.saveTheme({ connectionId, playerId, name: "Ours", colours, switches: theme.switches }),
  );
  expect(saved).toMatchObject({ ok: true });
  const logo = { fileName: "logo.png", bytes: Buffer.from(makePng(64, 32)) };
  await uploadLogo(editor.viewer, { connectionId, playerId, link: "https://example.com" }, logo);
  const [listed] = await listThemes(viewer.viewer, connectionId);
  expect(listed).toMatchObject({ colours, logoLink: "https://example.com" });
  expect(listed?.logoUrl).toContain(`/engine/apivideo/player/${playerId}/logo`);
  await asEditor(() => actions.saveDetails({ assetId, ...details, playerId }));
  expect(await extras()).toMatchObject({ playerId, themes: [{ playerId, name: "Ours" }] });
  await asEditor(() => actions.saveDetails({ assetId, ...details }));
  await asEditor(() => actions.removeLogo({ connectionId, playerId }));
  await asEditor(() => actions.removeTheme({ connectionId, playerId }));
  expect(await listThemes(viewer.viewer, connectionId)).toEqual([]);
});

test("upload tokens are made with a lifetime, and revoked", async () => {
  const made = await asEditor(() => actions.createUploadToken({ connectionId, ttlSeconds: 3_600 }));
  expect(made).toMatchObject({ ok: true });
  const token = made.ok ? made.value.token : "";
  expect(await listUploadTokens(editor.viewer, connectionId)).toMatchObject([{ token }]);
  expect(await asEditor(() => actions.revokeUploadToken({ connectionId, token }))).toMatchObject({
    ok: true,
  });
  expect(await listUploadTokens(editor.viewer, connectionId)).toEqual([]);
});

test("the bin can be looked into, and what is not in it is not restored", async () => {
  expect(await listDiscarded(viewer.viewer, connectionId)).toEqual([]);
  const restored = await asEditor(() => actions.restoreVideo({ connectionId, videoId: "vi_none" }));
  expect(restored).toMatchObject({ ok: false, error: { code: "provider_refused" } });
});

const vtt = "WEBVTT\n";
const themeParts = {
  colours: Object.fromEntries(playerColours.map((name) => [name, "rgba(0, 0, 0, 1)"])),
  switches: Object.fromEntries(playerSwitches.map((name) => [name, true])),
};
const calls = (at: string, video: string): Record<string, () => Promise<unknown>> => ({
  saveDetails: () => actions.saveDetails({ assetId: video, ...details }),
  saveTrack: () => actions.saveTrack({ assetId: video, kind: "captions", language: "en", vtt }),
  removeTrack: () => actions.removeTrack({ assetId: video, kind: "captions", language: "en" }),
  setDefaultCaptions: () => actions.setDefaultCaptions({ assetId: video, language: "en" }),
  pickThumbnail: () => actions.pickThumbnail({ assetId: video, positionMs: 0 }),
  createLiveStream: () => actions.createLiveStream({ connectionId: at, name: "x", isPublic: true }),
  showStreamKey: () => actions.showStreamKey({ connectionId: at, liveStreamId: "li1" }),
  completeLiveStream: () => actions.completeLiveStream({ connectionId: at, liveStreamId: "li1" }),
  removeLiveStream: () => actions.removeLiveStream({ connectionId: at, liveStreamId: "li1" }),
  createUploadToken: () => actions.createUploadToken({ connectionId: at, ttlSeconds: 60 }),
  revokeUploadToken: () => actions.revokeUploadToken({ connectionId: at, token: "to1" }),
  addRestream: () =>
    actions.addRestream({
      connectionId: at,
      liveStreamId: "li1",
      name: "x",
      serverUrl: "rtmp://a.example/b",
      streamKey: "k",
    }),
  removeRestream: () =>
    actions.removeRestream({ connectionId: at, liveStreamId: "li1", index: 0, name: "x" }),
  copyVideo: () => actions.copyVideo({ assetId: video, title: "x", watermarkId: null }),
  removeWatermark: () => actions.removeWatermark({ connectionId: at, watermarkId: "w" }),
  createTheme: () => actions.createTheme({ connectionId: at, name: "x" }),
  saveTheme: () => actions.saveTheme({ connectionId: at, playerId: "pl1", name: "x", ...themeParts }),
  removeTheme: () => actions.removeTheme({ connectionId: at, playerId: "pl1" }),
  removeLogo: () => actions.removeLogo({ connectionId: at, playerId: "pl1" }),
  restoreVideo: () => actions.restoreVideo({ connectionId: at, videoId: "vi1" }),
});

test.each(Object.keys(actions))("%s is refused to viewers and for what is not api.video's", async (name) => {
  const refused = await asRequest(viewer.headers, async () => calls(connectionId, assetId)[name]?.());
  expect(refused).toMatchObject({ ok: false, error: { code: "forbidden" } });
  const elsewhere = await asEditor(async () => calls(telestreamId, "nobody")[name]?.());
  expect(elsewhere).toMatchObject({ ok: false });
});

test.each([
  ["an empty title", () => actions.saveDetails({ assetId, ...details, title: " " })],
  [
    "a key twice",
    () =>
      actions.saveDetails({
        assetId,
        ...details,
        metadata: [
          { key: "a", value: "1" },
          { key: "a", value: "2" },
        ],
      }),
  ],
  [
    "a text that is no captions",
    () => actions.saveTrack({ assetId, kind: "captions", language: "en", vtt: "hello" }),
  ],
  ["a language that is none", () => actions.saveTrack({ assetId, kind: "captions", language: "../x", vtt })],
  [
    "a live stream without a name",
    () => actions.createLiveStream({ connectionId, name: "", isPublic: true }),
  ],
  [
    "a place that is no RTMP server",
    () =>
      actions.addRestream({
        connectionId,
        liveStreamId: "li1",
        name: "x",
        serverUrl: "https://example.com",
        streamKey: "k",
      }),
  ],
  [
    "a colour that is none",
    () =>
      actions.saveTheme({
        ...{ connectionId, playerId: "pl1", name: "x" },
        ...{ ...themeParts, colours: { ...themeParts.colours, text: "red; background: url(x)" } },
      }),
  ],
  ["a token for ten years", () => actions.createUploadToken({ connectionId, ttlSeconds: 10 * 365 * 86_400 })],
])("%s is invalid", async (_what, call) => {
  expect(await asEditor<unknown>(call)).toMatchObject({ ok: false, error: { code: "invalid" } });
});
