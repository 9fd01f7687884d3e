import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listAuditEntries } from "#lib/features/audit/queries.ts";
import * as actions from "#lib/features/stupeflix/actions.ts";
import { listPresets } from "#lib/features/stupeflix/presets.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { asRequest } from "#tests/support/next-headers.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let owner: SignedIn;
let editor: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  dashboard = await openTestDashboard();
  owner = await signInAs("owner");
  editor = await signInAs("editor");
  viewer = await signInAs("viewer");
});
afterAll(() => dashboard.close());

const asOwner = <T>(run: () => Promise<T>) => asRequest(owner.headers, run);
const asEditor = <T>(run: () => Promise<T>) => asRequest(editor.headers, run);
const thumb = () => ({
  task_name: "image.thumb",
  url: "https://x.example/picture.png",
  width: 16,
  height: 16,
});

describe("presets", () => {
  const tasks = () => [
    { task_name: "video.upload.vimeo", url: "https://x.example/a.mp4", oauth2_token: "secret-token" },
    { ...thumb(), task_store: { type: "s3_signed", url: "https://x.example/put?signature=1" } },
  ];

  test("are saved without secrets, renamed, replaced and deleted, each with an audit entry", async () => {
    const saved = await asEditor(() => actions.savePreset({ name: " Thumbs ", tasks: tasks() }));
    const presetId = saved.ok ? saved.value.presetId : "";
    const [preset] = await listPresets(viewer.viewer);
    expect(preset).toMatchObject({ presetId, name: "Thumbs", savedBy: "editor" });
    expect(JSON.stringify(preset)).not.toMatch(/secret-token|signature/);
    expect(preset?.tasks[1]).toMatchObject({ ...thumb(), task_store: { type: "s3_signed" } });
    expect(await asEditor(() => actions.renamePreset({ presetId, name: "Small" }))).toMatchObject({
      ok: true,
    });
    await asEditor(() => actions.savePreset({ presetId, name: "Small", tasks: [thumb()] }));
    expect((await listPresets(viewer.viewer)).map(({ name, tasks: kept }) => [name, kept.length])).toEqual([
      ["Small", 1],
    ]);
    expect(await asEditor(() => actions.deletePreset({ presetId }))).toMatchObject({ ok: true });
    expect(await asEditor(() => actions.deletePreset({ presetId }))).toMatchObject({
      error: { code: "not_found" },
    });
    const { entries } = await listAuditEntries(owner.viewer, {});
    expect(entries.map(({ action }) => action).filter((action) => action.startsWith("task-preset."))).toEqual(
      ["task-preset.delete", "task-preset.save", "task-preset.rename", "task-preset.save"],
    );
  });

  test("have names of their own, whatever the case", async () => {
    await asEditor(() => actions.savePreset({ name: "Once", tasks: [thumb()] }));
    const again = await asEditor(() => actions.savePreset({ name: "ONCE", tasks: [thumb()] }));
    expect(again).toMatchObject({
      ok: false,
      error: { code: "conflict", fields: { name: expect.any(String) } },
    });
  });

  const presetId = crypto.randomUUID();
  test.each([
    [
      "save",
      () => actions.savePreset({ name: "x", tasks: [thumb()] }),
      () => actions.savePreset({ name: " ", tasks: [] }),
    ],
    [
      "rename",
      () => actions.renamePreset({ presetId, name: "x" }),
      () => actions.renamePreset({ presetId, name: "" }),
    ],
    ["delete", () => actions.deletePreset({ presetId }), () => actions.deletePreset({ presetId: "x" })],
  ])("%s is refused to viewers, and wrong input is invalid", async (_name, call, wrong) => {
    expect(await asRequest<unknown>(viewer.headers, call)).toMatchObject({ error: { code: "forbidden" } });
    expect(await asOwner<unknown>(wrong)).toMatchObject({ error: { code: "invalid" } });
  });
});
