import { describe, expect, test } from "vitest";
import {
  notificationSettings,
  retryDelaysMs,
} from "#lib/engine/protocols/telestream/notification-settings.ts";
import { toForm, whatToTell } from "#lib/engine/protocols/telestream/what-to-tell.ts";

const now = new Date("2026-11-26T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const done = { status: "success" } as const;

const queued = (renditionId: string) =>
  ({ renditionId, status: "queued", startedAt: null, finishedAt: null, progressPercent: 0 }) as const;
const encoding = (renditionId: string, startedSecondsAgo: number, progressPercent = 40) =>
  ({
    renditionId,
    status: "encoding",
    startedAt: ago(startedSecondsAgo),
    finishedAt: null,
    progressPercent,
  }) as const;
const ended = (renditionId: string, status: "success" | "fail" | "cancelled", finishedSecondsAgo = 1) =>
  ({
    renditionId,
    status,
    startedAt: ago(100),
    finishedAt: ago(finishedSecondsAgo),
    progressPercent: 100,
  }) as const;

const eventsOf = ({ notifications }: ReturnType<typeof whatToTell>) =>
  notifications.map(({ event }) => event);

describe("what a video's receivers have not heard yet", () => {
  test("nothing before its import has ended", () => {
    expect(eventsOf(whatToTell({ status: "processing" }, [queued("a")], undefined, now))).toEqual([]);
  });

  test.each(["success", "fail"] as const)("that it was imported: %s", (status) => {
    const first = whatToTell({ status }, [queued("a"), queued("b")], undefined, now);
    expect(first.notifications).toEqual([{ event: "video-created", encodingIds: ["a", "b"] }]);
    expect(eventsOf(whatToTell({ status }, [queued("a"), queued("b")], first.told, now))).toEqual([]);
  });

  test("each end once, and the end of all", () => {
    const created = whatToTell(done, [queued("a"), queued("b")], undefined, now);
    const one = whatToTell(done, [ended("a", "fail"), encoding("b", 5)], created.told, now);
    expect(one.notifications).toEqual([{ event: "encoding-complete", encodingId: "a" }]);
    const all = whatToTell(done, [ended("a", "fail"), ended("b", "cancelled")], one.told, now);
    expect(eventsOf(all)).toEqual(["encoding-complete", "video-encoded"]);
    expect(eventsOf(whatToTell(done, [ended("a", "fail"), ended("b", "cancelled")], all.told, now))).toEqual(
      [],
    );
  });

  test("a retry comes to another end", () => {
    const { told } = whatToTell(done, [ended("a", "fail", 50)], undefined, now);
    const again = whatToTell(done, [queued("a")], told, now);
    expect(eventsOf(again)).toEqual([]);
    expect(eventsOf(whatToTell(done, [ended("a", "success", 1)], again.told, now))).toEqual([
      "encoding-complete",
      "video-encoded",
    ]);
  });

  test("the end of all, when the last one running was deleted", () => {
    const { told } = whatToTell(done, [ended("a", "success"), encoding("b", 1)], undefined, now);
    expect(eventsOf(whatToTell(done, [ended("a", "success")], told, now))).toEqual(["video-encoded"]);
  });

  test("progress every ten seconds while it encodes", () => {
    const { told } = whatToTell(done, [encoding("a", 9)], undefined, now);
    const later = new Date(now.getTime() + 1_500);
    const first = whatToTell(done, [encoding("a", 9, 55)], told, later);
    expect(first.notifications).toEqual([{ event: "encoding-progress", encodingId: "a", progress: 55 }]);
    const soon = new Date(later.getTime() + 9_000);
    expect(eventsOf(whatToTell(done, [encoding("a", 9, 70)], first.told, soon))).toEqual([]);
  });
});

test("the form is the vendor's", () => {
  const encoded = { event: "video-encoded", encodingIds: ["firstid", "secondid"] } as const;
  expect(toForm("bfa6029038de24e4494f20a166700021", encoded, undefined).toString()).toBe(
    "event=video-encoded&video_id=bfa6029038de24e4494f20a166700021&encoding_ids%5B0%5D=firstid&encoding_ids%5B1%5D=secondid",
  );
});

test("waits grow from the delay and end within a day", () => {
  const delays = retryDelaysMs(notificationSettings.parse({ delaySeconds: 10 }));
  expect(delays.slice(0, 4)).toEqual([10_000, 20_000, 40_000, 80_000]);
  expect(delays.reduce((sum, delayMs) => sum + delayMs, 0)).toBeLessThanOrEqual(24 * 3600 * 1000);
  expect(retryDelaysMs(notificationSettings.parse({ delaySeconds: 0 }))[0]).toBe(1_000);
});
