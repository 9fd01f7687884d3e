import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { UnreadableEvent } from "#lib/features/inbox/normalise/normal-event.ts";
import { normalise } from "#lib/features/inbox/normalise/normalise.ts";
import { isSignedByOneOf } from "#lib/features/inbox/verify-signature.ts";

const event = (body: string | Uint8Array, headers: Record<string, string> = {}) => ({
  body: Buffer.from(body),
  headers: Object.entries(headers),
});
const json = (value: unknown) => event(JSON.stringify(value), { "Content-Type": "application/json" });
const form = (text: string) => event(text, { "content-type": "application/x-www-form-urlencoded" });

describe("what providers send, in our words", () => {
  test("api.video names the video of its event", () => {
    const given = json({ type: "video.encoding.quality.completed", videoId: "vi1", quality: "720p" });
    expect(normalise("apivideo", "webhook", given)).toEqual({
      eventType: "video.encoding.quality.completed",
      subject: { kind: "asset", providerAssetId: "vi1" },
    });
  });

  test("an event of a live stream alone is about nothing that is kept", () => {
    const given = json({ type: "live-stream.broadcast.started", liveStreamId: "li1" });
    expect(normalise("apivideo", "webhook", given).subject).toEqual({ kind: "none" });
  });

  test("Telestream's form names a video, or an encoding alone", () => {
    const created = form("event=video-encoded&video_id=bfa6&encoding_ids%5B0%5D=firstid");
    expect(normalise("telestream", "webhook", created)).toEqual({
      eventType: "video-encoded",
      subject: { kind: "asset", providerAssetId: "bfa6" },
    });
    const progress = form("event=encoding-progress&encoding_id=6e2a&progress=20");
    expect(normalise("telestream", "webhook", progress).subject).toEqual({
      kind: "rendition",
      renditionId: "6e2a",
    });
  });

  test.each([
    ["JSON", json({ event_type: "video_ready", data: { video: { token: "t1", title: "Ü" } } })],
    [
      "a form with brackets",
      form("event_type=video_ready&data%5Bvideo%5D%5Btoken%5D=t1&data[video][title]=x"),
    ],
    ["JSON without a type", event('{"event_type":"video_ready","data":{"video":{"token":"t1"}}}')],
  ])("Ziggeo's event as %s", (_as, given) => {
    expect(normalise("ziggeo", "webhook", given)).toEqual({
      eventType: "video_ready",
      subject: { kind: "asset", providerAssetId: "t1" },
    });
  });

  test("Ziggeo's handshake carries its code and its webhook", () => {
    const given = form("ziggeo_validation=true&validation_code=123456&webhook_id=w1");
    expect(normalise("ziggeo", "webhook", given).subject).toEqual({
      kind: "handshake",
      webhookId: "w1",
      code: "123456",
    });
  });

  test("Stupeflix's callback is a task's status", () => {
    const given = json({ status: "success", key: "5OYA5JQVFIAHYOMLQG5QV3U33M", result: {} });
    expect(normalise("stupeflix", "webhook", given)).toEqual({
      eventType: "task.success",
      subject: { kind: "task", taskKey: "5OYA5JQVFIAHYOMLQG5QV3U33M" },
    });
  });

  test("a packed body is unpacked, whatever is said of it not believed", () => {
    const packed = event(gzipSync('{"type":"t","videoId":"vi1"}'), { "content-encoding": "gzip" });
    expect(normalise("apivideo", "webhook", packed).eventType).toBe("t");
  });

  test.each([
    ["no JSON", event("event=video-encoded")],
    ["JSON that is no object", json(["type"])],
    ["JSON without a type", json({ videoId: "vi1" })],
    ["bytes that are no UTF-8", event(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d))],
    ["an unknown packing", event("{}", { "content-encoding": "zstd" })],
    ["a packing that is none", event("{}", { "content-encoding": "gzip" })],
    ["a bomb", event(gzipSync(Buffer.alloc(20_000_000)), { "content-encoding": "gzip" })],
    ["100,000 brackets", event("[".repeat(100_000))],
    ["a number for a type", json({ type: 7 })],
  ])("%s is unreadable, not a crash", (_what, given) => {
    expect(() => normalise("apivideo", "webhook", given)).toThrow(UnreadableEvent);
  });

  test("doubled keys, prototypes and huge numbers change nothing about what is read", () => {
    const given = event(
      '{"type":"a","type":"b","__proto__":{"videoId":"x"},"n":9007199254740993,"videoId":"vi1"}',
    );
    expect(normalise("apivideo", "webhook", given)).toEqual({
      eventType: "b",
      subject: { kind: "asset", providerAssetId: "vi1" },
    });
    expect({}).not.toHaveProperty("videoId");
  });
});

describe("api.video's signature", () => {
  // shared/protocols/apivideo.md, section 5.
  const secret = "sig_sec_Abcd12348RLP7VPLi7nYVh";
  const body = Buffer.from(
    '{"type":"video.encoding.quality.completed","emittedAt":"2024-08-08T14:12:18+00:00","videoId":"vi0000000000000000000000","encoding":"hls","quality":"720p"}',
  );
  const signature = "44c2337d38f0b9f221efd2385dbbdc9792553e88659d4d32fa4466b3af8f3a37";

  test("the document's vector fits", () => {
    expect(isSignedByOneOf([secret], body, signature)).toBe(true);
  });

  test("one of several keys is enough, in any place", () => {
    expect(isSignedByOneOf(["sig_sec_old", secret], body, signature)).toBe(true);
    expect(isSignedByOneOf([secret, "sig_sec_new"], body, signature)).toBe(true);
  });

  test.each([
    ["none", undefined],
    ["an empty one", ""],
    ["one that is not hex", "zz".repeat(32)],
    ["one of another length", signature.slice(2)],
    ["one bit changed", signature.replace(/^4/, "5")],
  ])("%s does not", (_what, given) => {
    expect(isSignedByOneOf([secret], body, given)).toBe(false);
  });

  test("nor does the same JSON written again", () => {
    const again = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
    expect(isSignedByOneOf([secret], again, signature)).toBe(false);
    expect(isSignedByOneOf([], body, signature)).toBe(false);
  });
});
