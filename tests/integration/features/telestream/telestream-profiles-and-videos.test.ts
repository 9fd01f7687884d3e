import { openAsBlob } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import * as actions from "#lib/features/telestream/actions.ts";
import { getEncodingBoard } from "#lib/features/telestream/encoding-board.ts";
import { getEncodingDetail } from "#lib/features/telestream/encoding-detail.ts";
import { getProfile, listProfiles } from "#lib/features/telestream/profiles.ts";
import { getResultingCommand } from "#lib/features/telestream/resulting-command.ts";
import { boardRequest } from "#lib/features/telestream/schema/encoding.ts";
import { getVideoExtras } from "#lib/features/telestream/videos.ts";
import { clip } from "#tests/support/clips.ts";
import { answerOf, as } from "#tests/support/dashboard-actions.ts";
import type { SignedIn } from "#tests/support/dashboard-people.ts";
import {
  commanded,
  openTelestreamDashboard,
  preset,
  type TelestreamDashboard,
} from "#tests/support/telestream-dashboard.ts";
import { until } from "#tests/support/until.ts";

let dashboard: TelestreamDashboard["dashboard"];
let owner: SignedIn;
let editor: SignedIn;
let viewer: SignedIn;
let connectionId: string;
let factoryId: string;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ dashboard, owner, editor, viewer, connectionId, factoryId, close } = await openTelestreamDashboard());
}, 120_000);
afterAll(() => close());

const inFactory = () => ({ connectionId, factoryId });

describe("profiles", () => {
  test("an editor makes one of a preset, changes it, copies it with all its settings, and deletes it", async () => {
    const { profileId } = answerOf(
      await as(editor, () => actions.createProfile({ ...inFactory(), draft: preset() })),
    );
    const target = { ...inFactory(), profileId };
    const changed = preset({
      title: "Mine, larger",
      settings: { width: "640", height: "360", audio_bitrate: "96" },
    });
    answerOf(await as(editor, () => actions.saveProfile({ ...target, draft: changed })));
    expect(await getProfile(viewer.viewer, target)).toMatchObject({
      name: "mine",
      title: "Mine, larger",
      presetName: "h264",
      settings: { width: "640", height: "360", audio_bitrate: "96", upscale: "false" },
    });
    const copy = answerOf(await as(editor, () => actions.duplicateProfile({ ...target, name: "mine-2" })));
    const [original, copied] = await Promise.all([
      getProfile(viewer.viewer, target),
      getProfile(viewer.viewer, { ...inFactory(), profileId: copy.profileId }),
    ]);
    expect(copied.settings).toEqual(original.settings);
    for (const id of [profileId, copy.profileId]) {
      answerOf(await as(editor, () => actions.removeProfile({ ...inFactory(), profileId: id })));
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
    const { profileId } = answerOf(
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
    answerOf(await as(owner, () => actions.saveProfile({ ...target, draft: foreign })));
    expect((await getProfile(viewer.viewer, target)).commandFault).toContain("mencoder");
    const quieter = { ...commanded, title: "Own", settings: { video_bitrate: "300" } };
    answerOf(await as(owner, () => actions.saveProfile({ ...target, draft: quieter })));
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
    const signed = answerOf(
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
    answerOf(await as(editor, () => actions.encodeAgain({ assetId, profileNames: ["h264", "webm"] })));
    const failed = await boardWhere("both to fail", ({ counts }) => counts.failed === 2);
    expect(failed.items.map(({ profileName }) => profileName).sort()).toEqual(["h264", "webm"]);
    expect(failed.items[0]).toMatchObject({ factoryId, assetId, status: "failed" });
    const [first, second] = failed.items.map(({ encodingId }) => encodingId);
    const detail = await getEncodingDetail(viewer.viewer, { ...inFactory(), encodingId: first ?? "" });
    expect(detail.errorMessage).toBeTruthy();
    expect(detail.logProblem).toBeNull();

    const change = (encodingIds: string[], what: string) =>
      as(editor, () => actions.changeEncodings({ connectionId, encodingIds, change: what }));
    const cancelled = answerOf(await change([first ?? ""], "cancel"));
    expect(cancelled).toMatchObject({
      changed: 0,
      failures: [{ message: expect.stringContaining("finished") }],
    });
    expect(answerOf(await change([first ?? "", "gone"], "retry"))).toMatchObject({
      changed: 1,
      failures: [{ encodingId: "gone" }],
    });
    await boardWhere("it to fail again", ({ counts }) => counts.failed === 2);
    expect(answerOf(await as(editor, () => actions.retryAllFailed({ connectionId })))).toEqual({
      accepted: 2,
    });
    expect(answerOf(await change([second ?? ""], "remove"))).toMatchObject({ changed: 1 });
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
    answerOf(await as(editor, () => actions.deleteSource({ assetId })));
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
