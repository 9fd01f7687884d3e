import { describe, expect, test } from "vitest";
import type { EngineAccount } from "#lib/engine/library/types.ts";
import { type Credentials, requireAccount } from "#lib/engine/protocols/stupeflix/auth.ts";
import { parseBody, parseDefinitions, parseKeys, toFlag } from "#lib/engine/protocols/stupeflix/requests.ts";
import { hello } from "#lib/engine/protocols/stupeflix/tasks/hello.ts";
import { mediaUrl } from "#lib/engine/protocols/stupeflix/tasks/parameters.ts";
import { parseParameters } from "#lib/engine/protocols/stupeflix/tasks/task-kind.ts";
import { toResult } from "#lib/engine/protocols/stupeflix/tasks/video-info.ts";
import { credentials, facts } from "../examples.ts";

describe("credentials", () => {
  const account: EngineAccount & { provider: "stupeflix" } = { accountId: "a", provider: "stupeflix" };
  const none: Credentials = {
    authorization: undefined,
    secret: undefined,
    apiKey: undefined,
    referrer: undefined,
  };
  const attempt = (given: Partial<Credentials>) => () =>
    requireAccount({ credentials, stupeflix: account }, { ...none, ...given });

  test.each<[string, Partial<Credentials>]>([
    ["the secret in the data", { secret: "123456" }],
    ["the secret in the header", { authorization: "Secret 123456" }],
    ["the scheme as some clients spell it", { authorization: "SECRET 123456" }],
    [
      "the API key in the data, from a page of this machine",
      { apiKey: "654321", referrer: "http://localhost:3000/page" },
    ],
    ["the API key in the header", { authorization: "Api-Key 654321", referrer: "http://127.0.0.1/" }],
  ])("with %s are accepted", (_what, given) => {
    expect(attempt(given)()).toBe(account);
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
  ])("with %s are refused", (_what, given) => {
    expect(attempt(given)).toThrow(expect.objectContaining({ status: 401 }));
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

describe("a task's parameters", () => {
  test.each([undefined, null, ""])("missing as %j are reported in the documented shape", (name) => {
    expect(() => parseParameters(hello.parameters, { name })).toThrow(
      expect.objectContaining({ error: { parameters: { name: ["this field is required"] } } }),
    );
  });

  test("of another type say what they must be", () => {
    expect(() => parseParameters(hello.parameters, { name: 5 })).toThrow(
      expect.objectContaining({ error: { parameters: { name: ["must be a string"] } } }),
    );
  });

  test.each(["file:///etc/passwd", "concat:a|b", "-i x", "clip.mp4"])("take no %s for an address", (url) => {
    expect(mediaUrl.safeParse(url).success).toBe(false);
  });
});

test("video.info turns counter-clockwise and counts in seconds", () => {
  expect(toResult({ ...facts, rotation: 90, pixelFormat: "yuva420p" })).toEqual({
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
  expect(toResult(facts)).toMatchObject({ rotation: 0, alpha: false });
});
