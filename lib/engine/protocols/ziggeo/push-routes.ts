import type { PushTarget } from "../../db/schema/ziggeo-outgoing.ts";
import type { ZiggeoApp } from "./app.ts";
import { readText } from "./argument-values.ts";
import { type Arguments, readBody } from "./arguments.ts";
import { asciiJson } from "./ascii-json.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { ZiggeoServices } from "./services.ts";
import { toWirePush, toWirePushService } from "./wire-pushes.ts";

/** Pushing (shared/protocols/ziggeo.md §5), and what only this engine has: its services and what was pushed. */
export function mountPushes(app: ZiggeoApp, { commands, pushes }: ZiggeoServices): void {
  app.post("/v1/videos/:video/push", async (c) => {
    const { video, streams } = await commands.getVideo(c.var.account, c.req.param("video"));
    const shown = streams.find((stream) => stream.token === video.defaultStream);
    return asciiJson(toWirePush(await pushes.push(video, shown, readService(await readBody(c.req.raw)))));
  });

  app.post("/v1/videos/:video/streams/:stream/push", async (c) => {
    const { video: name, stream: streamName } = c.req.param();
    const { video, stream } = await commands.getStream(c.var.account, name, streamName);
    return asciiJson(toWirePush(await pushes.push(video, stream, readService(await readBody(c.req.raw)))));
  });

  app.get("/v1/videos/:video/reelyard/pushes", async (c) => {
    const { video } = await commands.getVideo(c.var.account, c.req.param("video"));
    return asciiJson((await pushes.list(video)).map(toWirePush));
  });

  app.get("/v1/reelyard/push-services", async (c) =>
    asciiJson((await pushes.listServices(c.var.account)).map(toWirePushService)),
  );

  app.post("/v1/reelyard/push-services", async (c) => {
    const given = await readBody(c.req.raw);
    const title = required(given, "title");
    return asciiJson(toWirePushService(await pushes.addService(c.var.account, title, readTarget(given))));
  });

  app.delete("/v1/reelyard/push-services/:token", async (c) => {
    const removed = await pushes.removeService(c.var.account, c.req.param("token"));
    if (!removed) throw new ZiggeoProblem(404, "There is no such push service.");
    return asciiJson({});
  });
}

const readService = (given: Arguments) => required(given, "pushservicetoken");

function readTarget(given: Arguments): PushTarget {
  if (readText(given, "type") === "s3") {
    return {
      type: "s3",
      endpoint: readAddress(given, "endpoint"),
      bucket: required(given, "bucket"),
      region: readText(given, "region", 100) ?? "us-east-1",
      prefix: readText(given, "prefix", 500) ?? "",
      accessKeyId: required(given, "access_key_id"),
      secretAccessKey: required(given, "secret_access_key"),
    };
  }
  return {
    type: "put",
    url: readAddress(given, "url"),
    authorization: readText(given, "authorization", 2_000) ?? undefined,
  };
}

function readAddress(given: Arguments, name: string): string {
  const address = required(given, name);
  const url = URL.parse(address);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.username || url.password) {
    throw new ZiggeoProblem(400, `${name} must be an http or https address.`);
  }
  return address.replace(/\/+$/, "");
}

function required(given: Arguments, name: string): string {
  const text = readText(given, name, 2_000);
  if (!text) throw new ZiggeoProblem(400, `${name} is missing.`);
  return text;
}
