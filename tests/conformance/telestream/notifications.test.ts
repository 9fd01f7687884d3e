import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { telestreamClient } from "#lib/providers/telestream/client.ts";
import { clip } from "#tests/support/clips.ts";
import { type FaultServer, json, startFaultServer } from "#tests/support/fault-server.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";

let receiver: FaultServer;
let engine: TelestreamEngine;
beforeAll(async () => {
  receiver = await startFaultServer();
  engine = await startTelestreamEngine({ allowPrivateUrls: [`127.0.0.1:${receiver.port}`] });
});
afterAll(async () => {
  await engine.started.close();
  await receiver.close();
});
beforeEach(() => receiver.script(json(200, {})));

const client = () => telestreamClient(engine.account, () => engine.clock.now());
const url = () => `${receiver.baseUrl}/hook?x=1`;
const allEvents = {
  "events[video_created]": "true",
  "events[video_encoded]": "true",
  "events[encoding_progress]": "true",
  "events[encoding_completed]": "true",
};
const put = (parameters: Record<string, string>) =>
  engine.send("PUT", "/notifications.json", parameters, { via: "form" });
const heard = () => receiver.requests.map((request) => new URLSearchParams(request.body));

async function upload(profiles: string, payload = ""): Promise<string> {
  const body = await readFile(await clip("plain"));
  const answer = await engine.send("POST", "/videos/upload.json", {
    file_name: "movie.mp4",
    file_size: String(body.length),
    multi_chunk: "true",
    profiles,
    ...(payload && { payload }),
  });
  const { location } = (await answer.json()) as { location: string };
  const sent = await fetch(location, { method: "POST", headers: { "x-part": "0" }, body });
  return ((await sent.json()) as { id: string }).id;
}

test("a fresh factory tells nobody, in the document's shape", async () => {
  expect(await (await engine.send("GET", "/notifications.json")).json()).toEqual({
    url: null,
    delay: 10,
    send_video_payload: false,
    events: {
      video_created: false,
      video_encoded: false,
      encoding_progress: false,
      encoding_completed: false,
    },
  });
});

test("an update changes what it names, as each client writes it", async () => {
  const python = await put({ delay: "13", url: url(), "events[video_encoded]": "true" });
  expect(await python.json()).toMatchObject({ delay: 13, url: url(), events: { video_encoded: true } });
  const ruby = await put({ send_video_payload: "True" });
  expect(await ruby.json()).toMatchObject({ delay: 13, send_video_payload: true, url: url() });
  const events = { video_encoded: false, encoding_progress: true };
  await client().notifications.update(engine.factoryId, { events });
  expect(await client().notifications.get(engine.factoryId)).toMatchObject({
    delay: 13,
    events: { video_encoded: false, encoding_progress: true, video_created: false },
  });
});

test.each([
  ["an address that is none", { url: "ftp://x/" }, "url must be an http or https URL"],
  ["a delay that is none", { delay: "soon" }, "delay must be whole seconds from 0 to 3600"],
  [
    "a flag that is none",
    { "events[video_encoded]": "perhaps" },
    "events[video_encoded] must be true or false",
  ],
])("%s is refused and changes nothing", async (_name, parameters, message) => {
  const before = await (await engine.send("GET", "/notifications.json")).json();
  const answer = await put(parameters as Record<string, string>);
  expect([answer.status, await answer.json()]).toEqual([400, { error: "BadRequest", message }]);
  expect(await (await engine.send("GET", "/notifications.json")).json()).toEqual(before);
});

test("a video's life is told once each, in the vendor's form, and logged", async () => {
  await put({ url: "" });
  const before = await upload("h264");
  await until("the video of before", async () => {
    const video = await (await engine.send("GET", `/videos/${before}/encodings.json`)).json();
    const all = video as { status: string }[];
    return all.length > 0 && all.every(({ status }) => status === "success");
  });
  await put({ url: url(), delay: "0", send_video_payload: "true", ...allEvents });
  receiver.script(json(200, {}));

  const videoId = await upload("h264,webm", "order 7");
  await until("the last of them", () => heard().some((form) => form.get("event") === "video-encoded"));
  await until(
    "every encoding's",
    () => heard().filter((form) => form.get("event") === "encoding-complete")[1],
  );
  const answer = await engine.send("GET", `/videos/${videoId}/encodings.json`);
  const ids = ((await answer.json()) as { id: string }[]).map(({ id }) => id).sort();
  const [created] = heard();
  expect(receiver.requests[0]).toMatchObject({
    method: "POST",
    url: "/hook?x=1",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(receiver.requests[0]?.body).toMatch(
    new RegExp(
      `^event=video-created&video_id=${videoId}&encoding_ids%5B0%5D=[0-9a-f]{32}&encoding_ids%5B1%5D=`,
    ),
  );
  expect(created?.get("payload")).toBe("order 7");
  const byEvent = Object.groupBy(heard(), (form) => form.get("event") ?? "");
  expect(byEvent["video-created"]).toHaveLength(1);
  expect(byEvent["encoding-complete"]?.map((form) => form.get("encoding_id")).sort()).toEqual(ids);
  expect(byEvent["video-encoded"]?.at(-1)?.getAll("video_id")).toEqual([videoId]);
  // Nothing of what was there before the address was.
  expect(receiver.requests.filter(({ body }) => body.includes(before))).toEqual([]);

  const log = await client().notifications.deliveries({ subject: videoId });
  expect(log.total).toBe(receiver.requests.length);
  expect(log.deliveries.at(-1)).toMatchObject({
    event: "video-created",
    state: "delivered",
    attempts: [{ status: 200, failure: null }],
  });
});

test("what is switched off is not told, a failed video is, and waits start from the delay", async () => {
  await put({
    url: url(),
    delay: "60",
    "events[encoding_completed]": "false",
    "events[video_encoded]": "false",
  });
  receiver.script(json(503, {}));
  const session = await engine.send("POST", "/videos/upload.json", {
    file_name: "a.mp4",
    file_size: "4",
    profiles: "h264",
  });
  const { location } = (await session.json()) as { location: string };
  const sent = await fetch(location, { method: "PUT", body: "none" });
  const { id } = (await sent.json()) as { id: string };
  const read = async () => (await client().notifications.deliveries({ subject: id })).deliveries;
  const [stored] = await until("the delivery", async () => ((await read()).length > 0 ? read() : undefined));
  expect(stored).toMatchObject({ event: "video-created", state: "pending", attempts: [] });
  const waits: number[] = [];
  for (const delayMs of [60_000, 60_000, 120_000, 240_000]) {
    engine.clock.turn(delayMs * 1.1 + 1_000);
    const now = await until("one more try", async () => {
      const [delivery] = await read();
      return delivery && delivery.attempts.length === waits.length + 1 ? delivery : undefined;
    });
    waits.push((now.next_attempt_at_ms ?? 0) - (now.attempts.at(-1)?.at_ms ?? 0));
  }
  expect(waits.map((waitMs) => Math.floor(waitMs / 60_000))).toEqual([1, 2, 4, 8]);
  expect((await read()).map(({ event }) => event)).toEqual(["video-created"]);

  receiver.script(json(200, {}));
  await client().notifications.resend(stored?.id ?? "");
  await until("the one sent by hand", async () => (await read())[0]?.state === "delivered");
});

test("a test arrives at once; without an address there is none to send", async () => {
  const sent = await client().notifications.sendTest(engine.factoryId);
  expect(sent).toMatchObject({ event: "test", subject: engine.factoryId });
  await until("the test", () => heard().some((form) => form.get("payload") === "This is a test"));
  const log = await client().notifications.deliveries({ factory_id: engine.factoryId });
  expect(log.deliveries[0]).toMatchObject({ event: "test", subject: engine.factoryId });
  expect(log.total).toBe((await client().notifications.deliveries()).total);
  const other = await client().factories.create({ name: "tells nobody" });
  expect(await client().notifications.deliveries({ factory_id: other.id })).toMatchObject({ total: 0 });
  await put({ url: "" });
  await expect(client().notifications.sendTest(engine.factoryId)).rejects.toMatchObject({
    status: 400,
    body: { error: "BadRequest", message: "The factory has no notification url" },
  });
});
