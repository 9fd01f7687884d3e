import { expect, test } from "vitest";
import type { EngineAccount, EngineAsset } from "#lib/engine/library/types.ts";
import { asciiJson } from "#lib/engine/protocols/ziggeo/ascii-json.ts";
import { authenticate } from "#lib/engine/protocols/ziggeo/auth.ts";
import { toWireVideo } from "#lib/engine/protocols/ziggeo/to-wire.ts";
import { toDomainAsset } from "#lib/providers/ziggeo/to-domain.ts";
import { wireVideo } from "#lib/providers/ziggeo/wire.ts";
import { anAsset, credentials } from "../examples.ts";

const place = { host: "127.0.0.1:4101", applicationToken: "APPTOKEN" };

test("JSON is pure ASCII and still says the same", async () => {
  const said = { title: "Žluťoučký kůň 🐎 é \u007f\u2028", tags: ["日本"] };
  const text = await asciiJson(said).text();
  expect(text).toMatch(/^[\u0020-\u007e]*$/);
  expect(JSON.parse(text)).toEqual(said);
});

test.each([
  ["the token and key of the document's example", "Basic QVBQVE9LRU46UFJJVktFWQ==", true],
  ["the scheme in other letters", "bAsIc QVBQVE9LRU46UFJJVktFWQ==", true],
  ["another key", `Basic ${btoa("APPTOKEN:OTHER")}`, false],
  ["another token", `Basic ${btoa("OTHER:PRIVKEY")}`, false],
  ["no key", `Basic ${btoa("APPTOKEN:")}`, false],
  ["no colon", `Basic ${btoa("APPTOKEN")}`, false],
  ["another scheme", "Bearer QVBQVE9LRU46UFJJVktFWQ==", false],
  ["no base64", "Basic %%%", false],
  ["nothing", undefined, false],
  ["an empty header", "", false],
])("with %s: accepted is %3$s", (_what, header, isAccepted) => {
  const account: EngineAccount & { provider: "ziggeo" } = { accountId: "a", provider: "ziggeo" };
  const attempt = () => authenticate({ credentials, ziggeo: account }, header);
  if (isAccepted) expect(attempt()).toBe(account);
  else expect(attempt).toThrow(expect.objectContaining({ status: 401 }));
});

test("empty keys of ours open nothing", () => {
  const open = { ...credentials, ziggeo: { ...credentials.ziggeo, applicationToken: "", privateKey: "" } };
  const attempt = () =>
    authenticate({ credentials: open, ziggeo: { accountId: "a", provider: "ziggeo" } }, `Basic ${btoa(":")}`);
  expect(attempt).toThrow(expect.objectContaining({ status: 401 }));
});

test("a video's fields stand in the vendor's order, times in Unix seconds", () => {
  const wire = toWireVideo(anAsset({ createdAt: new Date("2026-11-21T10:00:00.900Z") }), place);
  expect(Object.keys(wire).slice(0, 6)).toEqual([
    "volatile",
    "token",
    "key",
    "state",
    "title",
    "description",
  ]);
  expect(wire).toMatchObject({ type: "ApiVideo", created: 1_795_255_200, state: 5, state_string: "READY" });
  expect(wire.default_stream).toMatchObject({ type: "ApiVideoStream", streamable_string: "DEGRADED" });
  expect(wire.default_stream?.token).toMatch(/^[0-9a-f]{32}$/);
});

test.each<[EngineAsset["status"], number, string, string]>([
  ["uploading", 1, "EMPTY", "draft"],
  ["processing", 4, "PROCESSING", "encoding"],
  ["success", 5, "READY", "ready"],
  ["fail", 3, "FAILED", "failed"],
])("an asset that is %s is %i, %s on the wire and %s in the library", (status, state, name, domain) => {
  const wire = toWireVideo(anAsset({ status }), place);
  expect([wire.state, wire.state_string]).toEqual([state, name]);
  expect(toDomainAsset(wireVideo.parse(wire)).status).toBe(domain);
});

test("facts arrive in the library as they are in the engine", () => {
  const wire = JSON.parse(JSON.stringify(toWireVideo(anAsset(), place)));
  expect(toDomainAsset(wireVideo.parse(wire))).toMatchObject({
    provider: "ziggeo",
    title: "A clip",
    durationMs: 2_040,
    width: 1920,
    height: 1080,
    sizeBytes: 123_456,
    tags: ["a", "b"],
    // Its token is a credential: it must not reach a browser as the name of a folder.
    container: null,
  });
});
