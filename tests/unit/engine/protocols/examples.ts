import type { EngineCredentials } from "#lib/engine/accounts.ts";
import type { EngineAsset, MediaFacts } from "#lib/engine/library/types.ts";

/** The keys of the protocol documents' wire examples. */
export const credentials: EngineCredentials = {
  ziggeo: {
    baseUrl: "http://127.0.0.1:4101",
    applicationToken: "APPTOKEN",
    privateKey: "PRIVKEY",
    encryptionKey: "ENCKEY",
  },
  telestream: {
    baseUrl: "http://127.0.0.1:4102",
    accessKey: "access",
    secretKey: "secret",
    apiKey: "api",
    factoryId: "factory",
  },
  stupeflix: { baseUrl: "http://127.0.0.1:4103", secret: "123456", apiKey: "654321" },
  apivideo: { baseUrl: "http://127.0.0.1:4104", apiKey: "KEY123" },
};

export const facts: MediaFacts = {
  mimeType: "video/mp4",
  formatName: "mp4",
  durationMs: 2_040,
  width: 1920,
  height: 1080,
  rotation: 0,
  framesPerSecond: 25,
  videoCodec: "h264",
  audioCodec: "aac",
  videoBitrateKbps: 4_000,
  audioBitrateKbps: 128,
  audioChannels: 2,
  audioSampleRate: 44_100,
  sizeBytes: 123_456,
  pixelFormat: "yuv420p",
};

export function anAsset(changes: Partial<EngineAsset> = {}): EngineAsset {
  const at = new Date("2026-11-21T10:00:00Z");
  return {
    assetId: "0123456789abcdef0123456789abcdef",
    accountId: "account",
    containerId: null,
    title: "A clip",
    originalFilename: "clip.mp4",
    extname: ".mp4",
    sourceUrl: null,
    status: "success",
    errorClass: null,
    errorMessage: null,
    sourceKey: "ab/source.mp4",
    posterKey: "ab/poster.jpg",
    filmstrip: null,
    pictures: "done",
    facts,
    details: { tags: ["a", "b"] },
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}
