import { describe, expect, test } from "vitest";
import { isSameOriginWrite, requestOrigin } from "#lib/auth/request-facts.ts";

const host = "reelyard.example:3000";

describe("a write that carries cookies", () => {
  test.each([
    ["from our page", { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" }, true],
    ["from our page in a browser without Sec-Fetch", { host, origin: `http://${host}` }, true],
    ["from our page, without Origin", { host, "sec-fetch-site": "same-origin" }, true],
    ["that says nothing of where it comes from", { host }, false],
    [
      "from another site's form",
      { host, origin: "http://evil.example", "sec-fetch-site": "cross-site" },
      false,
    ],
    ["from a sandboxed frame", { host, origin: "null" }, false],
    [
      "from a sibling port",
      { host, origin: "http://reelyard.example:3001", "sec-fetch-site": "same-site" },
      false,
    ],
    ["from a sibling port without Sec-Fetch", { host, origin: "http://reelyard.example:3001" }, false],
    ["from the same host by the other scheme", { host, origin: `https://${host}` }, false],
    ["typed into the address bar", { host, "sec-fetch-site": "none" }, false],
    ["whose two headers disagree", { host, origin: `http://${host}`, "sec-fetch-site": "cross-site" }, false],
    ["whose Origin only begins like ours", { host, origin: `http://${host}.evil.example` }, false],
    ["with an empty Origin", { host, origin: "" }, false],
  ])("%s", (_name, given: Record<string, string>, isAllowed) => {
    expect(isSameOriginWrite(new Headers(given))).toBe(isAllowed);
  });

  test("behind a TLS proxy is judged by the origin that the browser sees", () => {
    const forwarded = {
      host: "127.0.0.1:3000",
      "x-forwarded-host": "video.example",
      "x-forwarded-proto": "https",
    };
    expect(requestOrigin(new Headers(forwarded))).toBe("https://video.example");
    expect(isSameOriginWrite(new Headers({ ...forwarded, origin: "https://video.example" }))).toBe(true);
    expect(isSameOriginWrite(new Headers({ ...forwarded, origin: "http://video.example" }))).toBe(false);
  });
});
