import { describe, expect, test } from "vitest";
import { replayEvent, replayFailed } from "#lib/features/inbox/actions.ts";
import { InboxDesk } from "#tests/support/inbox-desk.ts";
import { asRequest } from "#tests/support/next-headers.ts";

const desk = new InboxDesk();

describe("doing it again", () => {
  const asOwner = <T>(run: () => Promise<T>) => asRequest(desk.owner.headers, run);

  test("a hundred times changes nothing more, and each is in the audit log", async () => {
    const videoId = await desk.makeVideo("replayed.mp4");
    const { eventId } = await desk.sendAndEnd("telestream", `event=video-created&video_id=${videoId}`);
    for (let time = 0; time < 100; time++) {
      expect((await asOwner(() => replayEvent({ eventId }))).ok).toBe(true);
      expect(await desk.ended(eventId)).toMatchObject({ state: "processed", changes: [] });
    }
    expect((await desk.indexed()).filter(({ title }) => title === "replayed.mp4")).toHaveLength(1);
    const [audited] = await desk.dashboard.postgres.query<{ total: string }>(
      "SELECT count(*) AS total FROM audit_entries WHERE action = 'event.replay' AND detail ->> 'eventId' = $1",
      [eventId],
    );
    expect(Number(audited?.total)).toBe(100);
  });

  test("all that failed since a moment", async () => {
    const since = new Date(Date.now() - 1_000).toISOString();
    const failed = await desk.sendAndEnd("ziggeo", "{", { "content-type": "application/json" });
    const done = await asOwner(() => replayFailed({ since, connectionId: desk.ids.ziggeo }));
    expect(done).toMatchObject({ ok: true, value: { count: 1 } });
    expect(await desk.ended(failed.eventId)).toMatchObject({ state: "failed", attempts: 2 });
  });

  test("is refused to viewers, for events that are not there, and for nonsense", async () => {
    const { eventId } = await desk.sendAndEnd("telestream", "event=y");
    expect(await asRequest(desk.viewer.headers, () => replayEvent({ eventId }))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(await asOwner(() => replayEvent({ eventId: "none" }))).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    expect(await asOwner(() => replayFailed({ since: "yesterday" }))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
  });
});
