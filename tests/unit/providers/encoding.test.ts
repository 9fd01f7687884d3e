import { expect, test } from "vitest";
import { toQueryString } from "#lib/providers/encoding.ts";
import { parseRetryAfter, toFailureKind } from "#lib/providers/failures.ts";
import { path } from "#lib/providers/path.ts";

test("a query keeps its order, repeats lists, and leaves out what is undefined", () => {
  expect(toQueryString({ b: 1, a: ["x y", "z"], none: undefined, flag: false })).toBe(
    "b=1&a=x%20y&a=z&flag=false",
  );
});

test("a query escapes all that RFC 3986 reserves", () => {
  expect(toQueryString({ "tags[]": "a&b=c+d'(*)!é" })).toBe("tags%5B%5D=a%26b%3Dc%2Bd%27%28%2A%29%21%C3%A9");
});

test("an id in a path stays one segment", () => {
  expect(path`/videos/${"../admin?x=1#y"}/status`).toBe("/videos/..%2Fadmin%3Fx%3D1%23y/status");
});

test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["Sat, 21 Nov 2026 10:00:30 GMT", 30_000],
  ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
  ["soon", undefined],
  ["", undefined],
  [undefined, undefined],
])("Retry-After %j means %j ms", (value, expected) => {
  expect(parseRetryAfter(value, Date.parse("2026-11-21T10:00:00Z"))).toBe(expected);
});

test.each([
  ["ENOTFOUND", "name_not_resolved"],
  ["EAI_AGAIN", "name_not_resolved"],
  ["ECONNREFUSED", "refused"],
  ["ECONNRESET", "connection_lost"],
  ["UND_ERR_SOCKET", "connection_lost"],
  ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
  ["CERT_HAS_EXPIRED", "tls"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
  ["HPE_INVALID_CONSTANT", "unexpected_answer"],
])("a failure with code %s is of kind %s", (code, kind) => {
  expect(toFailureKind(Object.assign(new Error(code), { code }))).toBe(kind);
});

test("a bug of our own is none of the network's failures", () => {
  expect(toFailureKind(new TypeError("x is not a function"))).toBeUndefined();
});

test.each([".", ".."])("an id %s, which a URL would walk by, is not asked for", (id) => {
  expect(() => path`/videos/${id}/status`).toThrow("nothing of that name");
});
