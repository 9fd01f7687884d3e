import { describe, expect, test } from "vitest";
import type { Role } from "#lib/domain/user.ts";
import type { SignableMethod } from "#lib/features/telestream/schema/signable-methods.ts";
import { maySign, signRequestInput } from "#lib/features/telestream/schema/signing.ts";
import { toCurl } from "#lib/features/telestream/to-curl.ts";

const as = (role: Role) => ({ userId: "u", name: "n", email: "e@example.com", role });

/** Who may sign what: nobody more than their role would let them do here. */
const truth: readonly [method: SignableMethod, path: string, editor: boolean][] = [
  ["GET", "/videos.json", true],
  ["GET", "/factories.json", true],
  ["GET", "/profiles/h264.json", true],
  ["GET", "/notifications.json", false],
  ["POST", "/videos.json", true],
  ["POST", "/videos/upload.json", true],
  ["DELETE", "/videos/abc.json", true],
  ["DELETE", "/videos/abc/source.json", true],
  ["POST", "/encodings.json", true],
  ["POST", "/encodings/abc/retry.json", true],
  ["DELETE", "/encodings/abc.json", true],
  ["POST", "/profiles.json", false],
  ["PUT", "/profiles/h264.json", false],
  ["POST", "/factories.json", false],
  ["PUT", "/factories/abc.json", false],
  ["DELETE", "/factories/abc.json", false],
  ["PUT", "/notifications.json", false],
  ["POST", "/videosomething.json", false],
];

describe.each(truth)("%s %s", (method, path, editor) => {
  test("is signed by the owner, by editors as the table says, by viewers never", () => {
    expect(maySign(as("owner"), { method, path })).toBe(true);
    expect(maySign(as("editor"), { method, path })).toBe(editor);
    expect(maySign(as("viewer"), { method, path })).toBe(false);
  });
});

describe("a request to sign", () => {
  const input = { connectionId: "c", method: "GET", path: "/videos.json", parameters: [] };
  const faults = (change: object) =>
    signRequestInput.safeParse({ ...input, ...change }).error?.issues.map(({ path }) => path.join(".")) ?? [];

  test.each(["/videos.json", "/videos/4147fd6f.json", "/profiles/hls.240p.json", "/reelyard/changes.json"])(
    "may be for %s",
    (path) => expect(faults({ path })).toEqual([]),
  );
  test.each([
    "videos.json",
    "/videos",
    "/../factories.json",
    "/a/../b.json",
    "//evil.example/x.json",
    "/a b.json",
    "/v.json?x=1",
    "/v%2f.json",
    "",
  ])("may not be for %j", (path) => expect(faults({ path })).toEqual(["path"]));

  test("names each parameter once, and none that signing adds", () => {
    const named = (...names: string[]) => faults({ parameters: names.map((name) => ({ name, value: "" })) });
    expect(named("page", "events[video_created]")).toEqual([]);
    expect(named("page", "page")).toEqual(["parameters.1.name"]);
    expect(named("signature")).toEqual(["parameters.0.name"]);
    expect(named("a b")).toEqual(["parameters.0.name"]);
  });
});

describe("the line for a shell", () => {
  const parameters = [{ name: "name", value: "it's $HOME `x`" }];
  test("puts what reads into the query and quotes everything", () => {
    expect(toCurl("GET", "http://a.example/v.json", parameters)).toBe(
      `curl --get 'http://a.example/v.json' \\\n  --data-urlencode 'name=it'\\''s $HOME \`x\`'`,
    );
  });
  test("names the method where curl would take another", () => {
    expect(toCurl("POST", "http://a.example/v.json", [])).toBe("curl 'http://a.example/v.json'");
    expect(toCurl("PUT", "http://a.example/v.json", [])).toBe("curl --request PUT 'http://a.example/v.json'");
    expect(toCurl("DELETE", "http://a.example/v.json", [])).toBe(
      "curl --get --request DELETE 'http://a.example/v.json'",
    );
  });
});
