import { describe, expect, test } from "vitest";
import { noGrant, noRules } from "#lib/domain/auth-token.ts";
import {
  buildEmbedCode,
  buildMediaUrls,
  type EmbedFacts,
  embedKinds,
  findMissingGrant,
} from "#lib/domain/embed-code.ts";

const facts: EmbedFacts = {
  applicationToken: "APP",
  videoToken: "v1",
  auth: { kind: "server", token: "secret" },
  mediaBase: "https://video-cdn.ziggeo.com",
};

describe("code for a page", () => {
  test("a player, with the application and the token where the vendor's script reads them", () => {
    expect(buildEmbedCode("player", facts)).toBe(
      [
        '<link rel="stylesheet" href="https://assets.ziggeo.com/v2-stable/ziggeo.css">',
        '<script src="https://assets.ziggeo.com/v2-stable/ziggeo.js"></script>',
        '<script>new ZiggeoApi.V2.Application({"token":"APP","auth":true});</script>',
        "",
        "<ziggeoplayer",
        '  ziggeo-video="v1"',
        '  ziggeo-server-auth="secret"',
        '  ziggeo-theme="modern"',
        '  ziggeo-width="100%"></ziggeoplayer>',
      ].join("\n"),
    );
  });

  test("a recorder: of this video in its place, or of a new one", () => {
    const again = buildEmbedCode("rerecorder", facts);
    expect(again).toContain('ziggeo-video="v1"\n  ziggeo-recordermode="false"');
    const fresh = buildEmbedCode("recorder", { ...facts, auth: { kind: "client", token: "0af" } });
    expect(fresh).not.toContain("ziggeo-video");
    expect(fresh).toContain('<ziggeorecorder\n  ziggeo-client-auth="0af"');
  });

  test("without a token nothing speaks of one", () => {
    for (const kind of embedKinds) expect(buildEmbedCode(kind, { ...facts, auth: null })).not.toMatch(/auth/);
  });

  test("plain HTML, for which no script is needed", () => {
    expect(buildEmbedCode("video", facts)).toContain(
      'src="https://video-cdn.ziggeo.com/v1/applications/APP/videos/v1/video.mp4?server_auth=secret"',
    );
  });

  test("nothing gets out of an attribute, nor out of the script", () => {
    const hostile = '"><script>alert(1)</script>&';
    for (const kind of embedKinds) {
      const code = buildEmbedCode(kind, {
        ...facts,
        applicationToken: hostile,
        videoToken: hostile,
        auth: { kind: "server", token: hostile },
      });
      expect(code).not.toContain("<script>alert");
      expect(code.match(/<\/script>/g)?.length ?? 0).toBe(kind === "video" ? 0 : 2);
    }
  });
});

test("a session's name goes with every address that a player fetches", () => {
  expect(buildMediaUrls(facts, "s1")).toEqual({
    video:
      "https://video-cdn.ziggeo.com/v1/applications/APP/videos/v1/video.mp4?server_auth=secret&i07af2jp98rvoctt26y5egy3APP=s1",
    image:
      "https://video-cdn.ziggeo.com/v1/applications/APP/videos/v1/image?server_auth=secret&i07af2jp98rvoctt26y5egy3APP=s1",
  });
});

test("what a token lacks for a page is named", () => {
  const video = { token: "v1", key: null };
  const read = { ...noRules.grants, read: { ...noGrant, resources: ["v1"] } };
  expect(findMissingGrant("player", read, video)).toBeUndefined();
  expect(findMissingGrant("video", noRules.grants, video)).toBe("watch this video");
  expect(findMissingGrant("rerecorder", read, video)).toBe("change this video");
  expect(findMissingGrant("recorder", read, video)).toBe("make new videos");
  const create = { ...noRules.grants, create: { ...noGrant, sessionOwned: true } };
  expect(findMissingGrant("recorder", create, video)).toBeUndefined();
});
