import { expect, test, vi } from "vitest";
import type { LiveMessage } from "#lib/domain/live.ts";
import { createLiveHub } from "#lib/live/hub.ts";
import { fromPayload, toPayloads } from "#lib/live/publish.ts";

const removed = (assetId: string): LiveMessage => ({ type: "asset-removed", assetId });

test("a page that comes back gets exactly what it missed, in order", () => {
  const hub = createLiveHub("boot");
  const first = hub.emit(removed("a"));
  const second = hub.emit(removed("b"));
  const third = hub.emit(removed("c"));
  expect(hub.since(first.id)).toEqual([second, third]);
  expect(hub.since(third.id)).toEqual([]);
  expect(hub.since("boot-0")).toEqual([first, second, third]);
  expect(hub.latestId()).toBe(third.id);
});

test.each([
  "",
  "boot",
  "boot-",
  "boot-x",
  "boot--1",
  "boot-99",
  "other-1",
  "boot-1e1",
  `boot-${"9".repeat(40)}`,
])("an id that this run never gave out (%s) means: fetch everything again", (id) => {
  const hub = createLiveHub("boot");
  hub.emit(removed("a"));
  expect(hub.since(id)).toBeUndefined();
});

test("what was forgotten is not passed off as nothing", () => {
  const hub = createLiveHub("boot", 2);
  const events = ["a", "b", "c", "d"].map((id) => hub.emit(removed(id)));
  expect(hub.since("boot-2")).toEqual(events.slice(2));
  expect(hub.since("boot-1")).toBeUndefined();
});

test("who has left hears nothing more", () => {
  const hub = createLiveHub("boot");
  const listener = vi.fn();
  const leave = hub.subscribe(listener);
  hub.emit(removed("a"));
  leave();
  hub.emit(removed("b"));
  expect(listener).toHaveBeenCalledOnce();
  expect(hub.listenerCount).toBe(0);
});

test("many messages travel between dashboards in payloads that NOTIFY takes", () => {
  const messages = Array.from({ length: 400 }, (_, index) => removed(`asset-${index}`));
  const payloads = toPayloads("me", messages);
  expect(payloads.every((payload) => Buffer.byteLength(payload) < 8_000)).toBe(true);
  expect(payloads.flatMap((payload) => fromPayload("you", payload))).toEqual(messages);
  expect(payloads.flatMap((payload) => fromPayload("me", payload))).toEqual([]);
});

test("a message too long for NOTIFY becomes a resync, and so does what is not ours", () => {
  expect(
    toPayloads("me", [removed("x".repeat(9_000))]).flatMap((payload) => fromPayload("you", payload)),
  ).toEqual([{ type: "resync" }]);
  expect(fromPayload("you", "not json")).toEqual([{ type: "resync" }]);
});
