import { expect, test } from "vitest";
import { readLiveMessage } from "#lib/client/live-message.ts";
import type { LiveMessage } from "#lib/domain/live.ts";

const messages: LiveMessage[] = [
  {
    type: "rendition",
    assetId: "a",
    renditionId: "r",
    name: "h264",
    status: "encoding",
    progressPercent: 12,
    queuePosition: null,
    remainingMs: 4_000,
    changedAtMs: 1,
  },
  { type: "asset", assetId: "a", status: "ready", changedAtMs: 1 },
  {
    type: "asset",
    assetId: "a",
    status: "ready",
    from: "importing",
    posterUrl: "/p.jpg",
    durationMs: 1,
    changedAtMs: 1,
  },
  {
    type: "asset",
    assetId: "a",
    status: "importing",
    from: null,
    posterUrl: null,
    durationMs: null,
    changedAtMs: 1,
  },
  { type: "asset-removed", assetId: "a" },
  { type: "connection", connectionId: "c" },
  { type: "library" },
  { type: "engine", state: "restarting" },
  { type: "resync" },
];

test.each(messages)("a $type message is understood as it was sent", (message) => {
  expect(readLiveMessage(JSON.stringify(message))).toEqual(message);
});

test.each([
  "",
  "{",
  "null",
  "7",
  "[]",
  '{"type":"weather"}',
  '{"type":"asset","assetId":7,"status":"ready","changedAtMs":1}',
  '{"type":"asset","assetId":"a","status":"melting","changedAtMs":1}',
  '{"type":"rendition","assetId":"a"}',
  '{"type":"engine","state":"sideways"}',
])("%s is passed over, not thrown at the page", (text) => {
  expect(readLiveMessage(text)).toBeUndefined();
});
