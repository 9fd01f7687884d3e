import { expect, test } from "vitest";
import { ProviderError } from "#lib/providers/errors.ts";
import { findWrongRegion, regionOfToken } from "#lib/providers/ziggeo/region.ts";

const refused = new ProviderError({ provider: "ziggeo", kind: "unauthorized", message: "401", status: 401 });
const american = "https://srv-api.ziggeo.com";
const european = "https://srv-api-eu-west-1.ziggeo.com";

test("a token that begins with r1 is of the European region, any other of the American", () => {
  expect(regionOfToken("r1abcdef")).toBe("eu");
  expect(regionOfToken("abcdefr1")).toBe("us");
});

test.each([
  ["r1token", american, "wrong_region"],
  ["token", european, "wrong_region"],
  ["r1token", european, undefined],
  ["token", american, undefined],
  ["token", "http://127.0.0.1:4101", undefined],
  ["r1token", "http://127.0.0.1:4101", undefined],
])("token %s refused by %s means %s", (token, baseUrl, cause) => {
  expect(findWrongRegion(baseUrl, token, refused)?.cause).toBe(cause);
});

test("a region's host that is down is not taken for the wrong region", () => {
  const down = new ProviderError({ provider: "ziggeo", kind: "provider_error", message: "500", status: 500 });
  expect(findWrongRegion(american, "r1token", down)).toBeUndefined();
});
