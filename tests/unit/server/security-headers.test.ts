import { expect, test } from "vitest";
import { toOrigins } from "#lib/server/browser-origins.ts";
import { contentPolicy } from "#lib/server/security-headers.ts";

const policy = contentPolicy({ nonce: "abc", origins: ["http://127.0.0.1:4102"], dev: false });
const directive = (name: string) => policy.split("; ").find((part) => part.startsWith(`${name} `));

test("scripts run by nonce only, and nothing is evaluated", () => {
  expect(directive("script-src")).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
});

test.each(["img-src", "media-src", "connect-src"])("%s reaches providers and connections", (name) => {
  expect(directive(name)).toContain("http://127.0.0.1:4102");
  expect(directive(name)).toContain("https://*.telestream.net");
  expect(directive(name)).not.toMatch(/ (\*|https:|http:)( |$)/);
});

test("what is typed as a base URL cannot add a directive", () => {
  expect(
    toOrigins(["https://a.example/x; script-src *", "javascript:alert(1)", "nonsense", undefined]),
  ).toEqual(["https://a.example"]);
});
