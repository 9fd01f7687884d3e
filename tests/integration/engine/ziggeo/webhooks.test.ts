import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { type FaultServer, json, startFaultServer } from "#tests/support/fault-server.ts";
import { until } from "#tests/support/until.ts";
import { ZiggeoWitness } from "#tests/support/ziggeo-sdk.ts";

let receiver: FaultServer;
let running: TestEngine;
let witness: ZiggeoWitness;
let plain: string;

beforeAll(async () => {
  receiver = await startFaultServer();
  running = await startTestEngine({ allowPrivateUrls: [`127.0.0.1:${receiver.port}`] });
  witness = new ZiggeoWitness(running.credentials.ziggeo);
  plain = await clip("plain");
}, 60_000);
afterAll(async () => {
  await running.close();
  await receiver.close();
});

const call = (method: string, ...given: unknown[]) => witness.call("Videos", method, ...given);

function client() {
  const { baseUrl, ...fields } = running.credentials.ziggeo;
  return ziggeoClient({ provider: "ziggeo", baseUrl, fields, isLocal: true });
}

describe("webhooks", () => {
  const bodies = () => receiver.requests.map(({ body }) => body);
  const events = () =>
    bodies().flatMap((body) => {
      const message: { event_type?: string } = JSON.parse(body);
      return message.event_type ?? [];
    });
  const hook = (pathname: string, encoding: string, wanted = "") =>
    witness.call("Webhooks", "create", {
      target_url: `${receiver.baseUrl}${pathname}`,
      encoding,
      events: wanted,
    });
  const remove = (pathname: string) =>
    witness.call("Webhooks", "destroy", { target_url: `${receiver.baseUrl}${pathname}` });

  test("are silent until the code is shown, then tell what happens to a video", async () => {
    receiver.script(json(200, { ok: true }));
    const webhookId = String(await hook("/hook", "jsonheader"));
    expect(webhookId).toMatch(/^\d+$/);
    const code = await until("the code", () => {
      const message = bodies().find((body) => body.includes("validation_code"));
      return message && JSON.parse(message);
    });
    expect(JSON.parse(bodies()[0] ?? "")).toEqual({ ziggeo_validation: true, message: expect.any(String) });
    expect(code).toEqual({
      ziggeo_validation: true,
      validation_code: expect.stringMatching(/^\d{6}$/),
      webhook_id: webhookId,
    });
    await call("create", {});
    const confirm = (validation_code: string) =>
      witness.call("Webhooks", "confirm", { webhook_id: webhookId, validation_code });
    await expect(confirm("000000")).rejects.toMatchObject({ status: 400 });
    await expect(
      witness.call("Webhooks", "confirm", { webhook_id: "1", validation_code: code.validation_code }),
    ).rejects.toMatchObject({ status: 404 });
    await confirm(code.validation_code);
    expect(events()).toEqual([]);

    const video = await witness.upload(plain, { title: "Řeka" });
    await call("update", video.token, { approved: true });
    await call("update", video.token, { approved: false });
    await call("destroy", video.token);
    await until("all of it is told", () => events().includes("video_delete"));
    expect(events().sort()).toEqual(
      [
        "video_create",
        "video_ready",
        "video_streams_ready",
        "video_approve",
        "video_reject",
        "video_delete",
      ].sort(),
    );
    const deleted = JSON.parse(bodies().find((body) => body.includes("video_delete")) ?? "");
    expect(deleted).toMatchObject({
      event_type: "video_delete",
      data: { event_origin: "api", video: { token: video.token, title: "Řeka", state_string: "READY" } },
    });
    expect(receiver.requests.at(-1)?.headers["content-type"]).toBe("application/json");
    expect(bodies().every((body) => /^[\x20-\x7e]*$/.test(body))).toBe(true);
    expect(await remove("/hook")).toBe("null");
    await expect(remove("/hook")).rejects.toMatchObject({ status: 404 });
  });

  test("an answer with the code is a confirmation; only what was asked for is told, as a form", async () => {
    receiver.script((req, res) => {
      const { body = "" } = receiver.requests.at(-1) ?? {};
      res.end(`thanks for ${new URLSearchParams(body).get("validation_code")} ${req.method}`);
    });
    await hook("/form", "form", "video_failed,video_delete");
    await until("the code was answered", () => bodies().some((body) => body.includes("validation_code")));
    const failed = await until("it is told of a failure", async () => {
      const { token } = await witness.upload(path.resolve("package.json"), { tags: "a,b" });
      const message = bodies().find((body) => body.includes("video_failed"));
      return message !== undefined && { token, message };
    });
    const form = new URLSearchParams(failed.message);
    expect(form.get("event_type")).toBe("video_failed");
    expect(form.get("data[video][state_string]")).toBe("FAILED");
    expect(form.get("data[video][tags][1]")).toBe("b");
    expect(bodies().some((body) => body.includes("video_create"))).toBe(false);
    await remove("/form");
  });

  test("as JSON that does not say so, the push of a stream is told with where it went", async () => {
    receiver.script((req, res) => res.end(receiver.requests.at(-1)?.body ?? req.method));
    await hook("/plain", "json", "video_stream_push_success");
    await until("the code was answered", () => bodies().some((body) => body.includes("validation_code")));
    const service = await client().pushes?.addService({
      title: "Archiv č",
      type: "put",
      url: `${receiver.baseUrl}/archive`,
    });
    const video = await witness.upload(plain);
    const streamToken = video.original_stream?.token;
    // The engine takes the code as shown a moment after we have answered: until then nothing is told.
    const told = await until("it is told", async () => {
      await witness.call("Streams", "push_to_service", video.token, streamToken, {
        pushservicetoken: service?.token,
      });
      return receiver.requests.find(({ body }) => body.includes('"event_type":"video_stream_push_success"'));
    });
    expect(told.headers["content-type"]).toBe("text/plain");
    expect(told.body).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(told.body).data).toMatchObject({
      video: { token: video.token },
      stream: { token: streamToken },
      push: { title: "Archiv č", type: "ApiHttpPutPush", auto_push: false },
    });
    await remove("/plain");
  });

  test.each([
    { target_url: "ftp://example.com/", encoding: "json" },
    { target_url: "nowhere", encoding: "json" },
    { target_url: "https://example.com/", encoding: "xml" },
  ])("%o is refused", async (given) => {
    await expect(witness.call("Webhooks", "create", given)).rejects.toMatchObject({ status: 400 });
  });
});
