import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Result } from "#lib/domain/result.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import * as actions from "#lib/features/telestream/actions.ts";
import { listDeliveries } from "#lib/features/telestream/deliveries.ts";
import { getFactory, getNotifications, listFactories } from "#lib/features/telestream/factories.ts";
import { openTelestream } from "#lib/features/telestream/open-telestream.ts";
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
let engine: TelestreamDashboard["engine"];
let owner: SignedIn;
let editor: SignedIn;
let viewer: SignedIn;
let connectionId: string;
let factoryId: string;
let listening: string;
let heard: string[];
let close: () => Promise<void>;

beforeAll(async () => {
  ({ engine, dashboard, owner, editor, viewer, connectionId, factoryId, listening, heard, close } =
    await openTelestreamDashboard());
}, 120_000);
afterAll(() => close());

const inFactory = () => ({ connectionId, factoryId });

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
    const made = answerOf(
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
  const { factoryId: spare } = answerOf(
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
  answerOf(await as(owner, () => actions.saveNotifications({ ...at, ...wanted })));
  expect(await getNotifications(viewer.viewer, at)).toEqual(wanted);
  answerOf(await as(owner, () => actions.removeFactory(at)));
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
    const sent = answerOf(await send({}));
    expect(sent).toMatchObject({ isHeard: true, status: 200 });
    const form = new URLSearchParams(heard.at(-1));
    expect(form.get("event")).toBe("encoding-complete");
    expect(form.get("payload")).toBe("A test from Reelyard");
    expect(sent.body).toBe(heard.at(-1));
  });

  test("that is not heard says why", async () => {
    expect(answerOf(await send({ url: `${listening}/busy` }))).toMatchObject({ isHeard: false, status: 503 });
    const blocked = answerOf(await send({ url: "http://10.1.2.3/hook" }));
    expect(blocked).toMatchObject({ isHeard: false, status: null });
    expect(blocked.message).toContain("REELYARD_ALLOW_PRIVATE_URLS");
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
  answerOf(await as(owner, () => actions.resendDelivery({ ...inFactory(), deliveryId: sent.id })));
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
    const signed = answerOf(await sign(editor));
    const { secretKey } = engine.credentials.telestream;
    expect(JSON.stringify(signed)).not.toContain(secretKey);
    expect((await fetch(signed.url)).status).toBe(200);
    expect(signed.curl).toMatch(/^curl --get 'http:\/\/127\.0\.0\.1:\d+\/v3\.0\/videos\.json'/);
    expect(Date.parse(signed.expiresAt)).toBeGreaterThan(Date.now());
  });

  test("a changing call travels in a form", async () => {
    const signed = answerOf(
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
