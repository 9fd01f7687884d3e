import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { telestreamClient } from "#lib/providers/telestream/client.ts";
import { signedParameters } from "#lib/providers/telestream/signature.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";

/** The error table of `telestream.md` §4, each row as it is documented: status, type, and the whole body. */
let engine: TelestreamEngine;
beforeAll(async () => {
  engine = await startTelestreamEngine({ limits: { maxSourceBytes: 10_485_760 } });
});
afterAll(async () => {
  await engine.started.close();
});

const unknown = "0123456789abcdef0123456789abcdef";
const minute = 60_000;

async function expectError(answer: Response, status: number, error: string, message: string): Promise<void> {
  expect(await answer.json()).toEqual({ error, message });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
}

function sign(method: string, path: string, parameters: Record<string, string>): Record<string, string> {
  const { accessKey = "", secretKey = "" } = engine.account.fields;
  const host = new URL(engine.baseUrl).host;
  const key = { accessKey, secretKey, factoryId: engine.factoryId };
  return signedParameters(key, { method, host, path, parameters }, engine.clock.now());
}

test("a wrong signature", async () => {
  const as = { accessKey: engine.account.fields.accessKey ?? "", secretKey: "a guess" };
  const answer = await engine.send("GET", "/videos.json", {}, { as });
  await expectError(answer, 401, "NotAuthorized", "Signatures do not match");
});

test("an old timestamp", async () => {
  const at = new Date(engine.clock.now().getTime() - 6 * minute);
  const answer = await engine.send("GET", "/videos.json", {}, { at });
  await expectError(answer, 401, "NotAuthorized", "Signatures expired");
});

test("a timestamp that is none", async () => {
  const answer = await engine.send("GET", "/videos.json", { timestamp: "yesterday" });
  expect(answer.status).toBe(401);
});

test("a replayed POST, for which the first alone has an effect", async () => {
  const signed = sign("POST", "/profiles.json", { preset_name: "h264", name: "once" });
  const send = () => engine.send("POST", "/profiles.json", {}, { tamper: () => signed });
  expect((await send()).status).toBe(200);
  await expectError(await send(), 401, "NotAuthorized", "Signatures expired");
});

test.each([
  ["GET", `/videos/${unknown}.json`, "Video"],
  ["GET", `/videos/${unknown}/encodings.json`, "Video"],
  ["GET", `/videos/${unknown}/metadata.json`, "Video"],
  ["DELETE", `/videos/${unknown}.json`, "Video"],
  ["DELETE", `/videos/${unknown}/source.json`, "Video"],
  ["GET", `/encodings/${unknown}.json`, "Encoding"],
  ["DELETE", `/encodings/${unknown}.json`, "Encoding"],
  ["POST", `/encodings/${unknown}/cancel.json`, "Encoding"],
  ["POST", `/encodings/${unknown}/retry.json`, "Encoding"],
  ["GET", `/profiles/${unknown}.json`, "Profile"],
  ["PUT", `/profiles/${unknown}.json`, "Profile"],
  ["DELETE", `/profiles/${unknown}.json`, "Profile"],
  ["GET", `/profiles/${unknown}/encodings.json`, "Profile"],
  ["GET", `/factories/${unknown}.json`, "Factory"],
  ["PUT", `/factories/${unknown}.json`, "Factory"],
  ["DELETE", `/factories/${unknown}.json`, "Factory"],
])("%s of an unknown id at %s", async (method, path, what) => {
  const answer = await engine.send(method, path);
  await expectError(answer, 404, "RecordNotFound", `Couldn't find ${what} with ID=${unknown}`);
});

test("an encoding of an unknown video, or with an unknown profile", async () => {
  const ofNone = { video_id: unknown, profile_name: "h264" };
  await expectError(
    await engine.send("POST", "/encodings.json", ofNone),
    404,
    "RecordNotFound",
    `Couldn't find Video with ID=${unknown}`,
  );
});

describe("a missing file", () => {
  test("in a call without one", async () => {
    const answer = await engine.send("POST", "/videos.json", { profiles: "none" });
    await expectError(answer, 400, "NoFileSubmitted", "No file was submitted");
  });

  test("in a form without one", async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(sign("POST", "/videos.json", { profiles: "none" }))) {
      form.set(name, value);
    }
    const answer = await fetch(`${engine.baseUrl}/v3.0/videos.json`, { method: "POST", body: form });
    await expectError(answer, 400, "NoFileSubmitted", "No file was submitted");
  });
});

describe("a bad format", () => {
  test("of the call", async () => {
    const answer = await fetch(`${engine.baseUrl}/v3.0/videos.xml`);
    await expectError(answer, 400, "BadRequest", "Currently only .json is supported as a format");
  });

  test("of the file's name", async () => {
    const answer = await engine.send("POST", "/videos/upload.json", { file_name: "film", file_size: "10" });
    await expectError(answer, 422, "FormatNotRecognised", "Filename has no extension");
  });
});

test("parameters that are missing, each by its name", async () => {
  const answer = await fetch(`${engine.baseUrl}/v3.0/videos.json`);
  const message = "All required parameters were not supplied: access_key, signature, timestamp";
  await expectError(answer, 400, "BadRequest", message);
});

test("a file beyond the account's limit, by session and in one request", async () => {
  const message = "File size limit for this account is set to 10485760 bytes";
  const session = { file_name: "film.mp4", file_size: "10485761" };
  const opened = await engine.send("POST", "/videos/upload.json", session);
  await expectError(opened, 413, "FileSizeLimitExceeded", message);
  const form = new FormData();
  form.set("file", new File([Buffer.alloc(12 * 1024 * 1024)], "film.mp4"));
  const query = new URLSearchParams(sign("POST", "/videos.json", { profiles: "none" }));
  const sent = await fetch(`${engine.baseUrl}/v3.0/videos.json?${query}`, { method: "POST", body: form });
  await expectError(sent, 413, "FileSizeLimitExceeded", message);
});

test("the typed client hands the whole answer on: status and body", async () => {
  const client = telestreamClient(engine.account, () => engine.clock.now());
  await expect(client.profiles.get(engine.factoryId, "some-incorrect-id")).rejects.toMatchObject({
    name: "ProviderError",
    kind: "not_found",
    status: 404,
    body: { error: "RecordNotFound", message: "Couldn't find Profile with ID=some-incorrect-id" },
  });
});
