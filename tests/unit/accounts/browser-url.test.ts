import { describe, expect, test } from "vitest";
import { toBrowserUrl } from "#lib/accounts/browser-url.ts";

const local = { provider: "telestream", isLocal: true, baseUrl: "http://127.0.0.1:4102" } as const;
const real = { provider: "apivideo", isLocal: false, baseUrl: "https://ws.api.video" } as const;

describe("a provider's URL as a browser reaches it", () => {
  test("the local engine's files are reached through the dashboard's own origin", () => {
    expect(toBrowserUrl(local, "http://127.0.0.1:4102/files/f1/clip.mp4?a=1")).toBe(
      "/engine/telestream/files/f1/clip.mp4?a=1",
    );
  });

  test("a URL indexed before the engine moved to another port still leads to the engine", () => {
    expect(toBrowserUrl(local, "http://localhost:9102/files/f1/clip.mp4")).toBe(
      "/engine/telestream/files/f1/clip.mp4",
    );
  });

  test("a public address of the engine takes the place of the dashboard's", () => {
    expect(toBrowserUrl(local, "http://127.0.0.1:4102/files/a.mp4", "https://media.example.com")).toBe(
      "https://media.example.com/telestream/files/a.mp4",
    );
  });

  test("what the engine stores elsewhere, and other providers' URLs, stay as they are", () => {
    expect(toBrowserUrl(local, "https://bucket.example.com/a.mp4")).toBe("https://bucket.example.com/a.mp4");
    expect(toBrowserUrl(real, "https://vod.api.video/vod/vi1/hls/manifest.m3u8")).toBe(
      "https://vod.api.video/vod/vi1/hls/manifest.m3u8",
    );
  });

  test("what needs Ziggeo's key is fetched by the dashboard, wherever it is", () => {
    const ziggeo = { provider: "ziggeo", isLocal: false, baseUrl: "https://srv-api.ziggeo.com" } as const;
    const path = "/v1/videos/abc/streams/def/video";
    for (const url of [`https://video-cdn.ziggeo.com${path}`, `http://127.0.0.1:4101${path}`]) {
      expect(
        toBrowserUrl({ ...ziggeo, isLocal: url.startsWith("http:") }, url, "https://media.example.com"),
      ).toBe("/files/ziggeo/videos/abc/streams/def/video");
    }
    expect(toBrowserUrl(ziggeo, "https://example.com/other.mp4")).toBe("https://example.com/other.mp4");
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "not a url", ""])(
    "%j is never handed to a browser",
    (url) => {
      expect(toBrowserUrl(real, url)).toBeNull();
      expect(toBrowserUrl(local, url)).toBeNull();
    },
  );
});
