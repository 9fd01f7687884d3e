import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { encryptAuthToken } from "#lib/providers/ziggeo/signature.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { TestClock } from "#tests/support/telestream-engine.ts";
import { ZiggeoWitness } from "#tests/support/ziggeo-sdk.ts";

let running: TestEngine;
let witness: ZiggeoWitness;
const clock = new TestClock();
/** Ready, with a key. */
let shown: string;
/** Another one. */
let other: string;

beforeAll(async () => {
  running = await startTestEngine({ clock });
  witness = new ZiggeoWitness(running.credentials.ziggeo);
  shown = (await witness.upload(await clip("plain"), { key: "shown" })).token;
  other = (await witness.video("create", { title: "Other" })).token;
}, 60_000);
afterAll(() => running.close());

const authToken = z.looseObject({
  token: z.string(),
  grants: z.record(z.string(), z.unknown()),
  session_limit: z.number().nullable(),
  usage_expiration_time: z.number().nullable(),
  usage_experitation_time: z.number().nullable(),
});
const tokens = async (method: string, ...given: unknown[]) =>
  authToken.parse(await witness.call("Authtokens", method, ...given));
const seconds = () => Math.floor(clock.now().getTime() / 1000);
const clientAuth = (given: object) => witness.sdk.Auth.generate(given);

/** A page's call: no key, tokens in the query. */
function browse(path: string, query: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
  const { baseUrl, applicationToken } = running.credentials.ziggeo;
  const url = new URL(`/v1/applications/${applicationToken}${path}`, baseUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return fetch(url, { ...init, headers: { origin: "https://page.example", ...init.headers } });
}
const statusOf = async (...given: Parameters<typeof browse>) => (await browse(...given)).status;
const inSession = async (query: Record<string, string> = {}) => {
  const answer = await browse("/session", query, { method: "POST" });
  expect(answer.status).toBe(200);
  const { token } = z
    .object({ token: z.string(), testing_application: z.boolean() })
    .parse(await answer.json());
  return { [`i07af2jp98rvoctt26y5egy3${running.credentials.ziggeo.applicationToken}`]: token };
};

describe("auth tokens that are kept, through npm ziggeo 0.1.26", () => {
  test("are made, read, changed and deleted", async () => {
    const grants = { read: { all: true } };
    const made = await tokens("create", {
      grants: JSON.stringify(grants),
      session_limit: 2,
      usage_experitation_time: 60,
      expiration_date: 4_000_000_000,
      hidden: true,
      volatile: false,
    });
    expect(made).toMatchObject({
      token: expect.stringMatching(/^[0-9a-f]{32}$/),
      grants,
      session_limit: 2,
      usage_expiration_time: 60,
      usage_experitation_time: 60,
      expiration_date: 4_000_000_000,
      hidden: true,
      volatile: false,
    });
    expect(await tokens("get", made.token)).toEqual(made);
    const changed = await tokens("update", made.token, {
      usage_expiration_time: 90,
      session_limit: "",
      grants: { update: { resources: ["a"], all: true } },
    });
    expect(changed).toMatchObject({
      usage_expiration_time: 90,
      session_limit: null,
      hidden: true,
      grants: { update: { all: true, resources: ["a"] } },
    });
    await witness.call("Authtokens", "destroy", made.token);
    for (const method of ["get", "destroy"]) {
      await expect(witness.call("Authtokens", method, made.token)).rejects.toMatchObject({ status: 404 });
    }
  });

  test.each([
    { grants: "everything" },
    { grants: "[1]" },
    { session_limit: -1 },
    { expiration_date: "soon" },
  ])("%o is refused", async (given) => {
    await expect(witness.call("Authtokens", "create", given)).rejects.toMatchObject({ status: 400 });
  });

  test("the token of a video is none, and an auth token is no video", async () => {
    await expect(witness.call("Authtokens", "get", shown)).rejects.toMatchObject({ status: 404 });
    const { token } = await tokens("create", {});
    await expect(witness.call("Videos", "get", token)).rejects.toMatchObject({ status: 404 });
  });
});

describe("a browser's call", () => {
  test("is answered with what any page may read, and its preflight too", async () => {
    const { token } = await tokens("create", { grants: { read: { all: true } } });
    const answer = await browse(`/videos/${shown}`, { server_auth: token });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    const asked = await browse(`/videos/${shown}`, {}, { method: "OPTIONS" });
    expect(asked.headers.get("access-control-allow-methods")).toContain("DELETE");
    const refused = await browse(`/videos/${shown}`);
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, "*"]);
  });

  test("never gets in with the private key's door closed, nor into another application", async () => {
    const { baseUrl } = running.credentials.ziggeo;
    expect((await fetch(`${baseUrl}/v1/applications/other/videos/${shown}`)).status).toBe(404);
    expect(await statusOf(`/videos/${shown}`, { server_auth: "0".repeat(32) })).toBe(401);
    expect(await statusOf(`/videos/${shown}`, { server_auth: shown })).toBe(401);
  });

  test.each<[object, string, number[]]>([
    // read shown, read other, change shown, delete other, make one
    [{ read: { all: true } }, "read everything", [200, 200, 403, 403, 403]],
    [{ read: { resources: ["_shown"] } }, "read one by its key", [200, 403, 403, 403, 403]],
    [{ update: { all: true } }, "change everything", [403, 403, 200, 403, 403]],
    [{ create: { session_owned: true } }, "make its own", [403, 403, 403, 403, 200]],
    [{ read: { session_owned: true } }, "read its own", [403, 403, 403, 403, 403]],
    [{}, "nothing", [403, 403, 403, 403, 403]],
  ])("with %j may %s", async (grants, _may, expected) => {
    const { token } = await tokens("create", { grants: JSON.stringify(grants) });
    const auths: Record<string, string>[] = [{ server_auth: token }, { client_auth: clientAuth({ grants }) }];
    for (const auth of auths) {
      const post = { method: "POST" };
      const statuses = [
        await statusOf(`/videos/${shown}`, auth),
        await statusOf(`/videos/${other}`, auth),
        await statusOf(`/videos/${shown}`, auth, post),
        expected[3] === 403 ? await statusOf(`/videos/${other}`, auth, { method: "DELETE" }) : 403,
        await statusOf("/videos", auth, post),
      ];
      expect(statuses).toEqual(expected);
    }
  });

  test("owns in a session what it made there, and no other session does", async () => {
    const grants = Object.fromEntries(
      ["create", "read", "update", "destroy"].map((operation) => [operation, { session_owned: true }]),
    );
    const auth = { client_auth: clientAuth({ grants: JSON.stringify(grants) }) };
    const [mine, theirs] = [await inSession(auth), await inSession(auth)];
    const made = await browse(
      "/videos",
      { ...auth, ...mine },
      { method: "POST", body: new URLSearchParams({ title: "Mine" }) },
    );
    const { token } = z.object({ token: z.string() }).parse(await made.json());
    expect(await statusOf(`/videos/${token}`, { ...auth, ...mine })).toBe(200);
    expect(await statusOf(`/videos/${token}`, { ...auth, ...theirs })).toBe(403);
    expect(await statusOf(`/videos/${token}`, auth)).toBe(403);
    expect(await statusOf(`/videos/${token}`, { ...auth, ...theirs }, { method: "DELETE" })).toBe(403);
    expect(await statusOf(`/videos/${token}`, { ...auth, ...mine }, { method: "DELETE" })).toBe(200);
  });

  test("records: makes, uploads and submits with the right to create alone", async () => {
    const auth = { client_auth: clientAuth({ grants: { create: { all: true } } }) };
    const session = await inSession(auth);
    const begun = await browse("/videos/videos-upload-url", { ...auth, ...session }, { method: "POST" });
    const { video, stream, url_data } = z
      .object({
        video: z.object({ token: z.string() }),
        stream: z.object({ token: z.string() }),
        url_data: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
      })
      .parse(await begun.json());
    const form = new FormData();
    for (const [name, value] of Object.entries(url_data.fields)) form.append(name, value);
    form.append("file", new Blob(["not a video"]), "recording.webm");
    const sent = await fetch(url_data.url, { method: "POST", body: form });
    expect([sent.status, sent.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
    const path = `/videos/${video.token}/streams/${stream.token}/recordersubmit`;
    expect(await statusOf(path, auth, { method: "POST" })).toBe(403);
    const submitted = await browse(path, { ...auth, ...session }, { method: "POST" });
    expect(await submitted.json()).toMatchObject({ creation_type_string: "FILE_UPLOAD", state: 4 });
  });

  test("plays the video and its picture, with ranges, and is counted", async () => {
    const auth = { client_auth: clientAuth({ grants: { read: { resources: [shown] } } }) };
    const part = await browse(`/videos/${shown}/video.mp4`, auth, { headers: { range: "bytes=4-7" } });
    expect([part.status, await part.text()]).toEqual([206, "ftyp"]);
    expect(part.headers.get("access-control-allow-origin")).toBe("*");
    const picture = await browse(`/videos/${shown}/image`, auth);
    expect(picture.headers.get("content-type")).toBe("image/jpeg");
    await picture.bytes();
    await (await browse(`/videos/${shown}/video.mp4`, auth)).bytes();
    await expect
      .poll(async () => witness.call("Videos", "get_stats", shown))
      .toMatchObject({ plays: 1, full_plays: 0 });
    expect(await statusOf(`/videos/${shown}/video.mp4`)).toBe(401);
    expect(await statusOf(`/videos/${shown}/image`, { client_auth: "0".repeat(48) })).toBe(401);
  });
});

describe("limits of a token", () => {
  const path = () => `/videos/${shown}`;

  test("expired, or hidden, it opens nothing", async () => {
    const grants = { read: { all: true } };
    for (const [given, status] of [
      [{ grants, expiration_date: seconds() - 1 }, 401],
      [{ grants, expiration_date: seconds() + 3600 }, 200],
      [{ grants, hidden: true }, 403],
    ] as const) {
      expect(await statusOf(path(), { client_auth: clientAuth({ ...given }) })).toBe(status);
      const { token } = await tokens("create", { ...given });
      expect(await statusOf(path(), { server_auth: token })).toBe(status);
    }
  });

  test("it expires while a page has it", async () => {
    const auth = {
      client_auth: clientAuth({ grants: { read: { all: true } }, expiration_date: seconds() + 60 }),
    };
    expect(await statusOf(path(), auth)).toBe(200);
    clock.turn(61_000);
    expect(await statusOf(path(), auth)).toBe(401);
  });

  test("a session uses it for its time, a new session anew", async () => {
    const { token } = await tokens("create", { grants: { read: { all: true } }, usage_expiration_time: 60 });
    const auth = { server_auth: token };
    const session = await inSession();
    expect(await statusOf(path(), { ...auth, ...session })).toBe(200);
    clock.turn(59_000);
    expect(await statusOf(path(), { ...auth, ...session })).toBe(200);
    clock.turn(2_000);
    expect(await statusOf(path(), { ...auth, ...session })).toBe(401);
    expect(await statusOf(path(), { ...auth, ...(await inSession()) })).toBe(200);
  });

  test("replayed in more sessions than it may, it is refused; the sessions that have it keep it", async () => {
    const grants = { read: { all: true } };
    const kept = await tokens("create", { grants, session_limit: 2 });
    const auths: Record<string, string>[] = [
      { client_auth: clientAuth({ grants, session_limit: 2 }) },
      { server_auth: kept.token },
    ];
    for (const auth of auths) {
      const first = await inSession(auth);
      const second = await inSession();
      expect(await statusOf(path(), { ...auth, ...first })).toBe(200);
      expect(await statusOf(path(), { ...auth, ...second })).toBe(200);
      expect(await statusOf("/session", auth, { method: "POST" })).toBe(403);
      expect(await statusOf(path(), auth)).toBe(403);
      expect(await statusOf(path(), { ...auth, ...first })).toBe(200);
    }
  });

  test("of ten that come at once, as many get in as may", async () => {
    const auth = { client_auth: clientAuth({ grants: { read: { all: true } }, session_limit: 3 }) };
    const statuses = await Promise.all(Array.from({ length: 10 }, () => statusOf(path(), auth)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 403)).toHaveLength(7);
  });

  test("tampered with, of another key or another application, it is none", async () => {
    const token = clientAuth({ grants: { read: { all: true } } });
    const changed = `${token.slice(0, 40)}${token[40] === "0" ? "1" : "0"}${token.slice(41)}`;
    const { encryptionKey } = running.credentials.ziggeo;
    const foreign = JSON.stringify({
      application_token: "other",
      nonce: "1",
      grants: { read: { all: true } },
    });
    for (const client_auth of [
      changed,
      token.slice(0, -32),
      encryptAuthToken("another key", foreign),
      encryptAuthToken(encryptionKey, foreign),
      "",
    ]) {
      expect(await statusOf(path(), { client_auth })).toBe(401);
    }
  });

  test("changed or deleted, it is so at once", async () => {
    const { token } = await tokens("create", { grants: { read: { all: true } } });
    const auth = { server_auth: token };
    expect(await statusOf(path(), auth)).toBe(200);
    await tokens("update", token, { grants: JSON.stringify({ update: { all: true } }) });
    expect(await statusOf(path(), auth)).toBe(403);
    await witness.call("Authtokens", "destroy", token);
    expect(await statusOf(path(), auth)).toBe(401);
  });

  test("a made-up session is none", async () => {
    const session = {
      [`i07af2jp98rvoctt26y5egy3${running.credentials.ziggeo.applicationToken}`]: "a".repeat(64),
    };
    expect(
      await statusOf(path(), { client_auth: clientAuth({ grants: { read: { all: true } } }), ...session }),
    ).toBe(401);
  });
});

describe("the application's settings", () => {
  const update = (given: object) => witness.call("Application", "update", given);

  test("say what needs a token, and who may list", async () => {
    expect(await witness.call("Application", "get")).toMatchObject({
      token: running.credentials.ziggeo.applicationToken,
      auth_token_required_for_read: true,
      client_can_index_videos: false,
    });
    expect(await statusOf("/videos")).toBe(403);
    await update({ auth_token_required_for_read: false, client_can_index_videos: true, name: "Můj web" });
    expect(await statusOf(`/videos/${shown}`)).toBe(200);
    expect(await (await browse("/videos", { states: "ready" })).json()).toMatchObject([{ token: shown }]);
    // A token that is shown is looked at, needed or not.
    expect(await statusOf(`/videos/${shown}`, { client_auth: "none" })).toBe(401);
    expect(await statusOf(`/videos/${shown}`, {}, { method: "DELETE" })).toBe(401);
    await update({ client_cannot_access_unaccepted_videos: true });
    expect(await statusOf(`/videos/${shown}`)).toBe(403);
    expect(await (await browse("/videos")).json()).toEqual([]);
    await witness.call("Videos", "update", shown, { approved: true });
    expect(await statusOf(`/videos/${shown}`)).toBe(200);
    expect(await witness.call("Application", "get")).toMatchObject({ name: "Můj web" });
  });
});
