import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signedParameters } from "#lib/providers/telestream/signature.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";

const minute = 60_000;
let engine: TelestreamEngine;
beforeAll(async () => {
  engine = await startTelestreamEngine();
});
afterAll(async () => {
  await engine.started.close();
});

const ago = (ms: number) => new Date(engine.clock.now().getTime() - ms);
const mismatch = { error: "NotAuthorized", message: "Signatures do not match" };
const expired = { error: "NotAuthorized", message: "Signatures expired" };

describe("who may call", () => {
  test("a signed call is answered, by query and by form", async () => {
    expect((await engine.send("GET", "/factories.json")).status).toBe(200);
    const made = await engine.send("POST", "/factories.json", { name: "é ~*'!/+ x" }, { via: "form" });
    expect(made.status).toBe(200);
    expect(await made.json()).toMatchObject({ name: "é ~*'!/+ x" });
  });

  test("what is missing is named", async () => {
    const bare = await fetch(`${engine.baseUrl}/v3.0/videos.json`);
    expect(bare.status).toBe(400);
    expect(await bare.json()).toEqual({
      error: "BadRequest",
      message: "All required parameters were not supplied: access_key, signature, timestamp",
    });
    const half = await fetch(`${engine.baseUrl}/v3.0/videos.json?access_key=x&signature=y`);
    expect(await half.json()).toMatchObject({
      message: "All required parameters were not supplied: timestamp",
    });
    const noFactory = await engine.send(
      "GET",
      "/videos.json",
      {},
      {
        tamper: () => sign("GET", "/videos.json", {}),
      },
    );
    expect(await noFactory.json()).toMatchObject({
      message: "All required parameters were not supplied: factory_id",
    });
  });

  test.each<[string, (signed: Record<string, string>) => Record<string, string>]>([
    [
      "one bit of its signature changed",
      (signed) => ({ ...signed, signature: flip(signed.signature ?? "") }),
    ],
    ["a parameter added", (signed) => ({ ...signed, page: "2" })],
    ["a parameter changed", (signed) => ({ ...signed, status: "fail" })],
    ["another tenant's key", (signed) => ({ ...signed, access_key: "someone_else" })],
  ])("a call with %s is refused", async (_what, tamper) => {
    const answer = await engine.send("GET", "/videos.json", { status: "success" }, { tamper });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual(mismatch);
  });

  test("a signature is good for its own method, path and secret alone", async () => {
    const signed = sign("GET", "/videos.json", { factory_id: engine.factoryId });
    const query = new URLSearchParams(signed);
    const elsewhere = await fetch(`${engine.baseUrl}/v3.0/encodings.json?${query}`);
    expect(elsewhere.status).toBe(401);
    const otherwise = await fetch(`${engine.baseUrl}/v3.0/videos.json?${query}`, { method: "POST" });
    expect(otherwise.status).toBe(401);
    const wrongSecret = { accessKey: engine.account.fields.accessKey ?? "", secretKey: "guess" };
    expect((await engine.send("GET", "/videos.json", {}, { as: wrongSecret })).status).toBe(401);
  });

  test("a parameter that comes twice is refused", async () => {
    const query = new URLSearchParams(sign("GET", "/videos.json", { factory_id: engine.factoryId }));
    query.append("factory_id", "f".repeat(32));
    expect((await fetch(`${engine.baseUrl}/v3.0/videos.json?${query}`)).status).toBe(401);
  });

  test("their order on the wire does not matter", async () => {
    const signed = sign("GET", "/videos.json", { factory_id: engine.factoryId, page: "1" });
    const query = new URLSearchParams(Object.entries(signed).reverse());
    expect((await fetch(`${engine.baseUrl}/v3.0/videos.json?${query}`)).status).toBe(200);
  });
});

describe("how long a signature lives", () => {
  test("five minutes", async () => {
    expect((await engine.send("GET", "/videos.json", {}, { at: ago(5 * minute - 5000) })).status).toBe(200);
    const late = await engine.send("GET", "/videos.json", {}, { at: ago(5 * minute + 1000) });
    expect(late.status).toBe(401);
    expect(await late.json()).toEqual(expired);
  });

  test("thirty minutes for a new video", async () => {
    const url = { source_url: "http://files.example.invalid/a.mp4", profiles: "none" };
    expect((await engine.send("POST", "/videos.json", url, { at: ago(30 * minute - 5000) })).status).toBe(
      200,
    );
    const late = await engine.send("POST", "/videos.json", url, { at: ago(30 * minute + 1000) });
    expect(await late.json()).toEqual(expired);
  });

  test("a clock that is ahead by more than five minutes is refused", async () => {
    expect((await engine.send("GET", "/videos.json", {}, { at: ago(-4 * minute) })).status).toBe(200);
    expect((await engine.send("GET", "/videos.json", {}, { at: ago(-6 * minute) })).status).toBe(401);
  });

  test("a POST counts once, also of many at the same moment; a GET as often as it is sent", async () => {
    const parameters = {
      factory_id: engine.factoryId,
      file_name: "movie.mp4",
      file_size: "10",
      multi_chunk: "true",
    };
    const signed = sign("POST", "/videos/upload.json", parameters);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        engine.send("POST", "/videos/upload.json", {}, { tamper: () => signed }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(401)]);
    const read = sign("GET", "/videos.json", { factory_id: engine.factoryId });
    for (let time = 0; time < 2; time++) {
      expect((await engine.send("GET", "/videos.json", {}, { tamper: () => read })).status).toBe(200);
    }
  });

  test("two equal uploads of the same moment are two, not a replay", async () => {
    const at = engine.clock.now();
    const session = { file_name: "movie.mp4", file_size: "10", multi_chunk: "true" };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => engine.send("POST", "/videos/upload.json", session, { at })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(8).fill(201));
  });
});

describe("a JSON body is covered by its checksum (signature version 2)", () => {
  const body = JSON.stringify({ name: "from JSON" });
  const send = (checksum: string, sent = body) => {
    const signed = sign("POST", "/factories.json", { signature_version: "2", checksum });
    return fetch(`${engine.baseUrl}/v3.0/factories.json?${new URLSearchParams(signed)}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: sent,
    });
  };
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

  test("of the exact bytes", async () => {
    const answer = await send(sha256(body));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ name: "from JSON" });
  });

  test("and refused with other bytes, or without a checksum", async () => {
    expect((await send(sha256(body), `${body} `)).status).toBe(401);
    const unsigned = sign("POST", "/factories.json", {});
    const answer = await fetch(`${engine.baseUrl}/v3.0/factories.json?${new URLSearchParams(unsigned)}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(answer.status).toBe(401);
  });
});

describe("errors are JSON, whatever was asked", () => {
  test.each([
    ["/", 404, "RecordNotFound"],
    ["/v3.0/nothing.json", 404, "RecordNotFound"],
    ["/v2/videos.json", 404, "RecordNotFound"],
    ["/files/nowhere/x.mp4", 404, "RecordNotFound"],
    ["/upload/session?id=unknown", 404, "RecordNotFound"],
    ["/v3.0/videos.xml", 400, "BadRequest"],
  ])("%s is answered %i %s", async (path, status, error) => {
    const answer = await fetch(engine.baseUrl + path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(await answer.json()).toMatchObject({ error });
  });

  test("a secret is in none of them", async () => {
    const answer = await engine.send("GET", "/videos.json", {}, { tamper: (s) => ({ ...s, page: "2" }) });
    expect(await answer.text()).not.toContain(engine.account.fields.secretKey);
  });
});

function sign(method: string, path: string, parameters: Record<string, string>): Record<string, string> {
  const { accessKey = "", secretKey = "" } = engine.account.fields;
  return signedParameters(
    { accessKey, secretKey },
    { method, host: new URL(engine.baseUrl).host, path, parameters },
    engine.clock.now(),
  );
}

function flip(signature: string): string {
  return `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
}
