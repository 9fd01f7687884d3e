import { expect, test } from "vitest";
import { describeBrowser } from "#lib/features/account/describe-browser.ts";
import { returnPath } from "#lib/features/account/return-path.ts";
import { createOwnerInput } from "#lib/features/account/schema.ts";

test.each([
  ["/assets/1?tab=details", "/assets/1?tab=details"],
  [undefined, "/library"],
  ["", "/library"],
  ["https://evil.example", "/library"],
  ["//evil.example", "/library"],
  ["/\\evil.example", "/library"],
  ["/a\\b", "/library"],
  ["/a\nb", "/library"],
  ["javascript:alert(1)", "/library"],
  ["/sign-in?next=/sign-in", "/library"],
  ["/setup", "/library"],
])("after signing in, ?next=%s leads to %s", (given, expected) => {
  expect(returnPath(given)).toBe(expected);
});

test.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
    "Chrome on Linux",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0",
    "Edge on Windows",
  ],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iOS"],
  ["curl/8.0", "A browser"],
])("%s reads as %s", (userAgent, expected) => {
  expect(describeBrowser(userAgent)).toBe(expected);
});

test.each([
  ["short", "password"],
  ["aaaaaaaaaaaaaaaa", "password"],
])("the password %s is refused", (password, field) => {
  const parsed = createOwnerInput.safeParse({ name: "Ada", email: "ada@example.com", password });
  expect(parsed.error?.issues[0]?.path).toEqual([field]);
});

test("an owner's e-mail address is kept in small letters, names without the spaces around them", () => {
  expect(
    createOwnerInput.parse({ name: " Ada ", email: " Ada@Example.COM", password: "correct horse battery" }),
  ).toEqual({ name: "Ada", email: "ada@example.com", password: "correct horse battery" });
});
