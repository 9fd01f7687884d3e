import { describe, expect, test } from "vitest";
import type { EngineAccount } from "#lib/engine/library/types.ts";
import { firstReferrers } from "#lib/engine/protocols/stupeflix/account-settings.ts";
import { Authenticator, type Credentials } from "#lib/engine/protocols/stupeflix/auth.ts";
import { parseBody, parseDefinitions, parseKeys, toFlag } from "#lib/engine/protocols/stupeflix/requests.ts";
import { toVideoInfo } from "#lib/engine/protocols/stupeflix/tasks/video-info.ts";
import { credentials, facts } from "../examples.ts";

describe("credentials", () => {
  const account: EngineAccount & { provider: "stupeflix" } = { accountId: "a", provider: "stupeflix" };
  const none: Credentials = {
    authorization: undefined,
    secret: undefined,
    apiKey: undefined,
    referrer: undefined,
  };
  const authenticator = new Authenticator(
    { credentials, stupeflix: account },
    { referrers: async () => [...firstReferrers, "shop.example", "127.0.0.1:8000"] },
  );
  const attempt = (given: Partial<Credentials>, strength?: "secret") =>
    authenticator.require({ ...none, ...given }, strength);

  test.each<[string, Partial<Credentials>]>([
    ["the secret in the data", { secret: "123456" }],
    ["the secret in the header", { authorization: "Secret 123456" }],
    ["the scheme as some clients spell it", { authorization: "SECRET 123456" }],
    [
      "the API key in the data, from a page of this machine",
      { apiKey: "654321", referrer: "http://localhost:3000/page" },
    ],
    ["the API key in the header", { authorization: "Api-Key 654321", referrer: "http://127.0.0.1/" }],
    ["the API key from a listed site", { apiKey: "654321", referrer: "https://shop.example/page" }],
  ])("with %s are accepted", async (_what, given) => {
    expect(await attempt(given)).toBe(account);
  });

  test.each<[string, Partial<Credentials>]>([
    ["nothing", {}],
    ["a wrong secret", { secret: "123457" }],
    ["a secret that is no text", { secret: 123456 }],
    [
      "a wrong secret in the header beside a right one in the data",
      { authorization: "Secret x", secret: "123456" },
    ],
    ["the API key as secret", { secret: "654321" }],
    ["the API key without a referrer", { apiKey: "654321" }],
    ["the API key from another site", { apiKey: "654321", referrer: "https://evil.example/" }],
    [
      "the API key from a site with our name in its own",
      { apiKey: "654321", referrer: "https://localhost.evil.example/" },
    ],
    ["another scheme", { authorization: "Basic 123456" }],
  ])("with %s are refused", async (_what, given) => {
    await expect(attempt(given)).rejects.toMatchObject({ status: 401 });
  });

  test("with the public key are not enough where a secret is needed", async () => {
    const page = { apiKey: "654321", referrer: "http://localhost/" };
    await expect(attempt(page, "secret")).rejects.toMatchObject({ status: 401 });
    expect(await attempt({ secret: "123456" }, "secret")).toBe(account);
  });
});

describe("a create call", () => {
  test("takes a list or one definition alone, and parameters beside the name", () => {
    const one = { task_name: "hello", name: "John", task_metas: { user: "u1" } };
    const expected = { taskName: "hello", parameters: { name: "John" }, taskStore: { type: "persistent" } };
    expect(parseDefinitions({ tasks: one })).toEqual([expected]);
    expect(parseDefinitions({ tasks: [one, { ...one, task_store: { type: "volatile" } }] })).toEqual([
      expected,
      { ...expected, taskStore: { type: "volatile" } },
    ]);
  });

  test("without tasks is told so in the documented words", () => {
    expect(() => parseDefinitions({})).toThrow(
      expect.objectContaining({
        status: 400,
        faults: [{ name: "tasks", location: "body", description: "tasks is missing" }],
      }),
    );
  });

  test("with a broken definition still queues the others: the fault is that task's own", () => {
    expect(
      parseDefinitions({ tasks: ["nonsense", null, { task_name: 5 }] }).map((task) => task.taskName),
    ).toEqual(["", "", ""]);
  });

  test("with more than a thousand tasks is refused", () => {
    expect(() => parseDefinitions({ tasks: Array.from({ length: 1001 }, () => ({})) })).toThrow(
      expect.objectContaining({ status: 400 }),
    );
  });

  test.each(["", "{", "[]", "null", '"text"', "5"])("with a body of %j is refused", (text) => {
    expect(() => parseBody(text)).toThrow(expect.objectContaining({ status: 400 }));
  });

  test("to delete may have no body at all", () => {
    expect(parseBody("", "DELETE")).toEqual({});
    expect(() => parseBody("[]", "DELETE")).toThrow(expect.objectContaining({ status: 400 }));
  });
});

test.each<[unknown, boolean]>([
  [true, true],
  ["true", true],
  ["1", true],
  [1, true],
  [false, false],
  ["false", false],
  ["0", false],
  [undefined, false],
  [{}, false],
])("block=%j is %s", (given, expected) => {
  expect(toFlag(given)).toBe(expected);
});

test("a status call names its keys as a list or one alone", () => {
  expect(parseKeys("K1", "body")).toEqual(["K1"]);
  expect(parseKeys(["K1", "K2"], "body")).toEqual(["K1", "K2"]);
  expect(() => parseKeys([], "querystring")).toThrow(expect.objectContaining({ status: 400 }));
  expect(() => parseKeys([5], "body")).toThrow(expect.objectContaining({ status: 400 }));
});

test("video.info turns counter-clockwise and counts in seconds", () => {
  expect(toVideoInfo({ ...facts, rotation: 90, pixelFormat: "yuva420p" })).toEqual({
    content_type: "video/mp4",
    width: 1920,
    height: 1080,
    duration: 2.04,
    frame_rate: 25,
    alpha: true,
    rotation: 270,
    audio_codec: "aac",
    video_codec: "h264",
  });
  expect(toVideoInfo(facts)).toMatchObject({ rotation: 0, alpha: false });
});
