import { describe, expect, test } from "vitest";
import { refusalOf, sizeRefusalOf } from "#lib/features/uploads/client/admission.ts";
import { fingerprintOf } from "#lib/features/uploads/client/fingerprint.ts";

const noise = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]);
const facts = {
  type: "video",
  durationMs: 1,
  width: 2,
  height: 2,
  videoCodec: "avc",
  audioCodec: null,
} as const;

describe("files are answered before a byte is sent, in words", () => {
  test.each([
    ["an empty file", "a.mp4", 0, noise, "This file is empty (0 bytes)."],
    [
      "a PDF named .mp4",
      "a.mp4",
      9,
      new TextEncoder().encode("%PDF-1.7"),
      "This is a PDF document, not video or audio.",
    ],
    [
      "a picture",
      "a.jpg",
      9,
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]),
      "This is a JPEG picture, not video or audio.",
    ],
    ["text", "notes.txt", 9, new TextEncoder().encode("hello, w"), "This is neither video nor audio."],
    ["a name without an end", "movie", 9, noise, "This is neither video nor audio."],
  ])("%s is refused", (_what, name, sizeBytes, head, words) => {
    expect(refusalOf({ name, sizeBytes, head, facts: null })).toBe(words);
  });

  test("a container that only the provider knows is let through by its name", () => {
    expect(refusalOf({ name: "tape.MXF", sizeBytes: 9, head: noise, facts: null })).toBeNull();
  });

  test("a file that was understood is let through whatever its name", () => {
    expect(refusalOf({ name: "upload.bin", sizeBytes: 9, head: noise, facts })).toBeNull();
  });

  test("a file over the destination's limit is refused with both sizes", () => {
    expect(sizeRefusalOf(2_500_000_000, 1_000_000_000)).toBe(
      "Too large: 2.5 GB, and this destination takes up to 1 GB.",
    );
    expect(sizeRefusalOf(1_000_000_000, 1_000_000_000)).toBeNull();
    expect(sizeRefusalOf(2_500_000_000, null)).toBeNull();
  });
});

describe("a file is known again", () => {
  const bytes = new Uint8Array(300_000).map((_, place) => (place * 31) % 251);

  test("by its size, head and tail", async () => {
    expect(await fingerprintOf(new Blob([bytes]))).toBe(await fingerprintOf(new Blob([bytes.slice()])));
  });

  test.each([
    ["its first byte", 0],
    ["its last byte", bytes.length - 1],
  ])("and not when %s differs", async (_what, place) => {
    const other = bytes.slice();
    other[place] = (other[place] ?? 0) ^ 1;
    expect(await fingerprintOf(new Blob([other]))).not.toBe(await fingerprintOf(new Blob([bytes])));
  });
});
