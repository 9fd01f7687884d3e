import { expect, test } from "vitest";
import { isWebhookSigned, signWebhook } from "#lib/providers/apivideo/signature.ts";

/** The vendor's guide's sample, with the signature it has under the guide's secret. */
const secret = "sig_sec_Abcd12348RLP7VPLi7nYVh";
const body =
  '{"type":"video.encoding.quality.completed","emittedAt":"2024-08-08T14:12:18+00:00","videoId":"vi0000000000000000000000","encoding":"hls","quality":"720p"}';
const signature = "44c2337d38f0b9f221efd2385dbbdc9792553e88659d4d32fa4466b3af8f3a37";

test("the vendor's vector is signed as it says", () => {
  expect(Buffer.byteLength(body)).toBe(154);
  expect(signWebhook(body, secret)).toBe(signature);
  expect(signWebhook(Buffer.from(body), secret)).toBe(signature);
});

test("a true signature is taken, in either case", () => {
  expect(isWebhookSigned(body, secret, signature)).toBe(true);
  expect(isWebhookSigned(body, secret, signature.toUpperCase())).toBe(true);
});

test.each([
  ["none", undefined],
  ["an empty one", ""],
  ["one that is not hex", "z".repeat(64)],
  ["one cut short", signature.slice(0, 62)],
  ["one bit off", `5${signature.slice(1)}`],
])("%s is refused", (_what, given) => {
  expect(isWebhookSigned(body, secret, given)).toBe(false);
});

test("the body re-serialised, or another secret, is refused", () => {
  expect(isWebhookSigned(JSON.stringify(JSON.parse(body), null, 1), secret, signature)).toBe(false);
  expect(isWebhookSigned(body, "sig_sec_other", signature)).toBe(false);
});
