import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { type FaultServer, json, startFaultServer } from "#tests/support/fault-server.ts";
import { until } from "#tests/support/until.ts";
import { type SdkVideo, ZiggeoWitness } from "#tests/support/ziggeo-sdk.ts";

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

describe("pushing to a service", () => {
  const push = z.looseObject({ token: z.string(), state: z.string() });
  let video: SdkVideo;
  beforeAll(async () => {
    video = await witness.upload(plain);
  });
  const settled = async (video: string, token: string) =>
    until("the push has ended", async () => {
      const found = (await client().pushes?.list(video))?.find((each) => each.token === token);
      return found && found.state !== "pending" && found;
    });

  test("PUTs the stream where it is told, and records it; a moment's trouble is tried again", async () => {
    const pushes = client().pushes;
    const service = await pushes?.addService({
      title: "Archiv",
      type: "put",
      url: `${receiver.baseUrl}/archive?quiet=1`,
      authorization: "Bearer very-secret",
    });
    expect(JSON.stringify(await pushes?.listServices())).not.toContain("very-secret");
    receiver.script(json(503, {}), json(201, {}));
    const begun = push.parse(
      await call("push_to_service", video.token, { pushservicetoken: service?.token }),
    );
    expect(begun).toMatchObject({ state: "pending", title: "Archiv", type: "ApiHttpPutPush" });
    const done = await settled(video.token, begun.token);
    const name = `${video.token}-${video.default_stream?.token}.mp4`;
    expect(done).toMatchObject({
      state: "success",
      status: 201,
      attempts: 2,
      location: `${receiver.baseUrl}/archive/${name}`,
    });
    expect(receiver.requests[1]).toMatchObject({
      method: "PUT",
      url: `/archive/${name}?quiet=1`,
      headers: {
        authorization: "Bearer very-secret",
        "content-length": String(video.default_stream?.video_size),
        "content-type": "video/mp4",
      },
    });
    await pushes?.removeService(service?.token ?? "");
    await expect(
      call("push_to_service", video.token, { pushservicetoken: service?.token }),
    ).rejects.toMatchObject({ status: 404 });
  });

  test("puts a stream into an S3 bucket, signed; a refusal is recorded and not repeated", async () => {
    const service = await client().pushes?.addService({
      title: "Bucket",
      type: "s3",
      endpoint: receiver.baseUrl,
      bucket: "videos",
      region: "eu-west-1",
      prefix: "from ziggeo/",
      access_key_id: "AKIDEXAMPLE",
      secret_access_key: "very-secret",
    });
    receiver.script(json(200, {}), json(403, {}));
    const stream = video.original_stream?.token ?? "";
    const begin = async () =>
      push.parse(
        await witness.call("Streams", "push_to_service", video.token, stream, {
          pushservicetoken: service?.token,
        }),
      );
    expect(await settled(video.token, (await begin()).token)).toMatchObject({
      state: "success",
      status: 200,
    });
    const [request] = receiver.requests;
    expect(request?.url).toBe(`/videos/from%20ziggeo/${video.token}-${stream}.mp4`);
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$/,
    );
    expect(request?.headers["x-amz-content-sha256"]).toBe("UNSIGNED-PAYLOAD");
    expect(await settled(video.token, (await begin()).token)).toMatchObject({
      state: "failed",
      status: 403,
      attempts: 1,
      error: expect.stringContaining("403"),
    });
  });

  test("of an empty video, or to an unknown service, is refused", async () => {
    const { token } = await witness.video("create", {});
    await expect(call("push_to_service", token, { pushservicetoken: "0".repeat(32) })).rejects.toMatchObject({
      status: 404,
    });
    await expect(call("push_to_service", token, {})).rejects.toMatchObject({ status: 400 });
  });

  test("a private address that nobody allowed is not asked", async () => {
    const service = await client().pushes?.addService({
      title: "X",
      type: "put",
      url: "http://127.0.0.1:9/x",
    });
    const begun = await call("push_to_service", video.token, { pushservicetoken: service?.token });
    expect(await settled(video.token, push.parse(begun).token)).toMatchObject({
      state: "failed",
      status: null,
    });
  });
});
