import { describe, expect, test } from "vitest";
import {
  readFlag,
  readList,
  readNumber,
  readObject,
  readText,
} from "#lib/engine/protocols/ziggeo/argument-values.ts";
import { nestArguments, readBody, readQuery } from "#lib/engine/protocols/ziggeo/arguments.ts";
import { readVideoChanges } from "#lib/engine/protocols/ziggeo/video-arguments.ts";

const form = (body: string, type = "application/x-www-form-urlencoded") =>
  readBody(new Request("http://e/", { method: "POST", body, headers: { "content-type": type } }));
const now = new Date("2026-11-26T12:00:00Z");

describe("the same arguments from every SDK (shared/protocols/ziggeo.md §3 and §12)", () => {
  const multipart = (fields: Record<string, string>) =>
    Object.entries(fields)
      .map(([name, value]) => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join("")
      .concat("--B--\r\n");

  test.each([
    ["Node", "tags[]=x&tags[]=y&key=k%C3%A9&max_duration=10&volatile=true"],
    ["Python", "key=k%C3%A9&tags=%5B%27x%27%2C+%27y%27%5D&volatile=True&max_duration=10"],
    ["Ruby", "tags%5B%5D=x&tags%5B%5D=y&key=k%C3%A9&max_duration=10&volatile=true"],
    ["the documentation", "tags=x%2Cy&key=k%C3%A9&max_duration=10&volatile=true"],
  ])("%s, urlencoded", async (_sdk, body) => {
    expect(readVideoChanges(await form(body), now)).toEqual({
      tags: ["x", "y"],
      key: "ké",
      maxDuration: 10,
      volatile: true,
    });
  });

  test("PHP, multipart", async () => {
    const body = multipart({ key: "ké", tags: '["x","y"]', volatile: "1", max_duration: "10" });
    expect(readVideoChanges(await form(body, "multipart/form-data; boundary=B"), now)).toEqual({
      tags: ["x", "y"],
      key: "ké",
      maxDuration: 10,
      volatile: true,
    });
  });

  test("nothing at all, with and without a content type", async () => {
    expect((await form("")).size).toBe(0);
    expect((await readBody(new Request("http://e/", { method: "POST" }))).size).toBe(0);
  });

  test.each([
    [
      "Node and Ruby",
      "grants[read][all]=true&grants[read][resources][]=a",
      { all: "true", resources: ["a"] },
    ],
    ["PHP and the documentation", `grants={"read":{"all":true}}`, { all: true }],
    [
      "Python",
      "grants={'read': {'all': True, 'resources': ['a', \"b'c\"]}}",
      { all: true, resources: ["a", "b'c"] },
    ],
  ])("objects, as %s write them", async (_sdk, body, read) => {
    expect(readObject(await form(body), "grants")).toEqual({ read });
  });

  test("the Node SDK's lists in a query", () => {
    expect(readList(readQuery("http://e/v1/videos/?tags_0=a&tags_1=b%20c"), "tags")).toEqual(["a", "b c"]);
  });
});

describe("values", () => {
  const of = (value: string) => nestArguments([["x", value]]);

  test.each([
    ["", null],
    ["None", null],
    ["null", null],
    ["True", true],
    ["1", true],
    ["false", false],
    ["0", false],
  ])("%j is the flag %j", (text, value) => {
    expect(readFlag(of(text), "x")).toBe(value);
  });

  test("what was not given is not what was given as nothing", () => {
    expect(readText(new Map(), "x")).toBeUndefined();
    expect(readNumber(of(""), "x")).toBeNull();
  });

  test.each(["[1", "{'a': }", "{'a': __import__('os')}", "{'a': 1} extra", "just text", "[[[[[[[["])(
    "%j is no object",
    (text) => {
      expect(() => readObject(of(text), "x")).toThrow(expect.objectContaining({ status: 400 }));
    },
  );

  test.each(["1e999", "NaN", "0x10", "-1", " ", "1,5"])("%j is no number", (text) => {
    expect(() => readNumber(of(text), "x")).toThrow(expect.objectContaining({ status: 400 }));
  });

  test("a list that cannot be read as one is text between commas", () => {
    expect(readList(of("[unfinished, 'b"), "x")).toEqual(["[unfinished", "'b"]);
    expect(readList(of("a, a ,,b"), "x")).toEqual(["a", "b"]);
  });

  test("names that mean something to JavaScript are names", () => {
    const given = nestArguments([
      ["data[__proto__][polluted]", "yes"],
      ["data[constructor]", "c"],
    ]);
    const data = readObject(given, "data");
    expect(JSON.stringify(data)).toBe('{"__proto__":{"polluted":"yes"},"constructor":"c"}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("depth and number have an end", () => {
    const deep = `a${"[b]".repeat(9)}`;
    expect(() => nestArguments([[deep, "x"]])).toThrow(expect.objectContaining({ status: 400 }));
    const many = Array.from({ length: 1_001 }, (_, index) => [`a${index}`, ""]);
    expect(() => nestArguments(many)).toThrow(expect.objectContaining({ status: 400 }));
  });

  test("no NUL reaches the database, in text, lists or JSON", () => {
    expect(() => readText(of("a\0b"), "x")).toThrow();
    expect(() => readList(of("a\0b"), "x")).toThrow();
    expect(() => readObject(of('{"a":"\\u0000"}'), "x")).toThrow();
  });
});

describe("what happens when", () => {
  const expiry = (given: Record<string, string>) => {
    const { expirationDays, expiresAt } = readVideoChanges(nestArguments(Object.entries(given)), now);
    return { expirationDays, expiresAt: expiresAt?.toISOString() ?? expiresAt };
  };

  test.each([
    [{ expiration_days: "3" }, { expirationDays: 3, expiresAt: "2026-11-29T12:00:00.000Z" }],
    [{ expiration_days: "0" }, { expirationDays: null, expiresAt: null }],
    [{ expiration_days: "None" }, { expirationDays: null, expiresAt: null }],
    [{ expire_on: "2026-12-01" }, { expirationDays: 5, expiresAt: "2026-12-01T00:00:00.000Z" }],
    [{ expire_on: "" }, { expirationDays: null, expiresAt: null }],
    [{}, { expirationDays: undefined, expiresAt: undefined }],
  ])("a video expires with %j", (given, expected) => {
    expect(expiry(given)).toEqual(expected);
  });
});
