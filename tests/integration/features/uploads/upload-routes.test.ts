import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as accept } from "#app/api/uploads/accept/route.ts";
import { POST as end } from "#app/api/uploads/end/route.ts";
import { GET as history } from "#app/api/uploads/history/route.ts";
import { POST as names } from "#app/api/uploads/names/route.ts";
import { GET as progress } from "#app/api/uploads/progress/route.ts";
import { POST as release } from "#app/api/uploads/release/route.ts";
import { POST as sign } from "#app/api/uploads/sign/route.ts";
import { POST as standing } from "#app/api/uploads/standing/route.ts";
import { GET as targets } from "#app/api/uploads/targets/route.ts";
import { uploadHistoryPage, uploadTargets, uploadTicket } from "#lib/features/uploads/schema.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import {
  fromOurPage,
  openTestDashboard,
  type SignedIn,
  signInAs,
  testOrigin,
} from "#tests/support/dashboard-people.ts";

const secretKey = "planted-secret-key-0123456789";
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let people: Record<"editor" | "viewer", SignedIn>;
let connectionId: string;
let ziggeoId: string;

beforeAll(async () => {
  dashboard = await openTestDashboard();
  people = { editor: await signInAs("editor"), viewer: await signInAs("viewer") };
  // Nobody listens there: signing asks no provider, and a provider that is down must not break the list.
  connectionId = await addTestConnection("http://127.0.0.1:9", {
    provider: "telestream",
    name: "Asleep",
    secrets: { accessKey: "access-key-1234", secretKey },
  });
  ziggeoId = await addTestConnection("http://127.0.0.1:9");
});
afterAll(() => dashboard.close());

const upload = () => ({
  uploadId: crypto.randomUUID().replaceAll("-", ""),
  connectionId,
  destinationId: "f".repeat(32),
  renditionNames: ["h264"],
  fileName: "a b.mp4",
  sizeBytes: 5_000_000_000,
  facts: null,
});
const post = (route: typeof sign, body: unknown, headers: Record<string, string> = people.editor.headers) =>
  route(
    new Request(`${testOrigin}/api/uploads`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
const get = (route: typeof history, query = "", headers: Record<string, string> = people.editor.headers) =>
  route(new Request(`${testOrigin}/api/uploads${query}`, { headers }));

describe("a signature for one file", () => {
  test("is given to an editor, for this file alone, and without the key it was made with", async () => {
    const answer = await post(sign, upload());
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).not.toContain(secretKey);
    const ticket = uploadTicket.parse(JSON.parse(text));
    if (ticket.kind !== "session") throw new Error("Telestream opens sessions.");
    const { request, bases } = ticket;
    expect(request.url).toBe("/engine/telestream/v3.0/videos/upload.json");
    expect(request.form).toMatchObject({ file_name: "a b.mp4", file_size: "5000000000", profiles: "h264" });
    expect(bases).toEqual({ server: "http://127.0.0.1:9/", browser: "/engine/telestream/" });
  });

  test("is made anew for the same upload, and refused for another file under its id", async () => {
    const given = upload();
    expect((await post(sign, given)).status).toBe(200);
    expect((await post(sign, given)).status).toBe(200);
    const listed = uploadHistoryPage.parse(await (await get(history)).json());
    expect(listed.items.filter(({ uploadId }) => uploadId === given.uploadId)).toHaveLength(1);
    expect((await post(sign, { ...given, sizeBytes: 7 })).status).toBe(409);
  });

  test.each([
    ["a viewer", () => people.viewer.headers, {}, 403],
    ["nobody", () => ({ ...fromOurPage }), {}, 401],
    ["another site's page", () => ({ ...people.editor.headers, origin: "https://evil.example" }), {}, 403],
    ["an empty file", () => people.editor.headers, { sizeBytes: 0 }, 400],
    ["an id of a person's own making", () => people.editor.headers, { uploadId: "../../x" }, 400],
    ["a connection that is not there", () => people.editor.headers, { connectionId: "gone" }, 404],
  ])("is refused to %s", async (_who, headers, change, status) => {
    expect((await post(sign, { ...upload(), ...change }, headers())).status).toBe(status);
  });

  test("is refused where a connection takes no uploads, in words", async () => {
    const answer = await post(sign, { ...upload(), connectionId: ziggeoId });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { message: "Stand-in does not take uploads." } });
  });
});

test("a provider that does not answer is listed with its problem, and accepts nothing", async () => {
  const listed = uploadTargets.parse(await (await get(targets)).json());
  expect(listed.targets).toMatchObject([
    { connectionId, destinations: [], problem: "Asleep does not answer now." },
  ]);
  const given = upload();
  await post(sign, given);
  const answer = await post(accept, {
    uploadId: given.uploadId,
    providerAssetId: "a".repeat(32),
    partCount: 1,
  });
  expect(answer.status).toBe(503);
});

test("what ended says why, and an unknown asset has no progress", async () => {
  const given = upload();
  await post(sign, given);
  const message = "The provider's disk is full.";
  expect((await post(end, { uploadId: given.uploadId, state: "failed", message })).status).toBe(200);
  const listed = uploadHistoryPage.parse(await (await get(history)).json());
  expect(listed.items.find(({ uploadId }) => uploadId === given.uploadId)).toMatchObject({
    state: "failed",
    errorMessage: message,
  });
  expect(await (await get(progress, "?assetId=gone")).json()).toEqual({ progress: null });
});

const begun = () => ({
  uploadId: "0".repeat(32),
  url: "https://ws.api.video/upload?token=to1",
  providerAssetId: "vi1",
});

test("nobody asks after an upload, or takes one back, that is not theirs", async () => {
  expect((await post(standing, begun())).status).toBe(404);
  expect((await post(release, begun())).status).toBe(404);
});

describe("a viewer looks, and uploads nothing", () => {
  test.each([
    ["history", () => get(history, "", people.viewer.headers), 200],
    ["progress", () => get(progress, "?assetId=gone", people.viewer.headers), 200],
    ["targets", () => get(targets, "", people.viewer.headers), 403],
    ["names", () => post(names, { connectionId, fileNames: ["a"] }, people.viewer.headers), 403],
    [
      "accept",
      () =>
        post(accept, { uploadId: "0".repeat(32), providerAssetId: "a", partCount: 1 }, people.viewer.headers),
      403,
    ],
    ["standing", () => post(standing, begun(), people.viewer.headers), 403],
    ["release", () => post(release, begun(), people.viewer.headers), 403],
    [
      "end",
      () => post(end, { uploadId: "0".repeat(32), state: "failed", message: "" }, people.viewer.headers),
      403,
    ],
  ])("%s", async (_what, ask, status) => {
    expect((await ask()).status).toBe(status);
  });

  test("nobody sees the history without a session", async () => {
    expect((await get(history, "", { ...fromOurPage })).status).toBe(401);
  });
});

test("the history pages on from its mark, and refuses a mark that is not ours", async () => {
  for (let count = 0; count < 3; count++) await post(sign, upload());
  const first = uploadHistoryPage.parse(await (await get(history, "?limit=2")).json());
  expect(first.items).toHaveLength(2);
  const next = new URLSearchParams({ limit: "100", cursor: first.nextCursor ?? "" });
  const second = uploadHistoryPage.parse(await (await get(history, `?${next}`)).json());
  const ids = [...first.items, ...second.items].map(({ uploadId }) => uploadId);
  expect(new Set(ids).size).toBe(ids.length);
  expect((await get(history, "?cursor=nonsense~x")).status).toBe(400);
});
