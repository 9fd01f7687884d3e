import type { Context } from "hono";
import type { UploadSlot } from "../../db/schema/ziggeo-upload.ts";
import type { ZiggeoApp } from "./app.ts";
import { readList } from "./argument-values.ts";
import { readBody, readQuery } from "./arguments.ts";
import { asciiJson } from "./ascii-json.ts";
import { toStates } from "./find-videos.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { ZiggeoServices } from "./services.ts";
import { toWireStream } from "./to-wire.ts";
import { toUrlData } from "./url-data.ts";

const streamsPath = "/v1/videos/:video/streams";
const streamPath = `${streamsPath}/:stream`;

/** The streams of a video: shared/protocols/ziggeo.md §6. */
export function mountStreams(app: ZiggeoApp, { finder, commands, intake, removal }: ZiggeoServices): void {
  app.get(streamsPath, async (c) => {
    const { video } = await commands.getVideo(c.var.account, c.req.param("video"));
    const states = readList(readQuery(c.req.url), "states");
    const wanted = toStates(states ?? ["all"]);
    const streams = await finder.listStreams(video.token);
    return asciiJson(streams.filter(({ state }) => wanted.includes(state)).map(toWireStream));
  });

  app.post(streamsPath, async (c) => {
    const { video } = await commands.getVideo(c.var.account, c.req.param("video"));
    return asciiJson(toWireStream(await commands.createStream(video, await readBody(c.req.raw))));
  });

  app.post("/v1/videos/:video/streams-upload-url", async (c) => {
    const { video } = await commands.getVideo(c.var.account, c.req.param("video"));
    const given = await readBody(c.req.raw);
    const stream = await commands.createStream(video, given);
    const slot = await commands.openSlot(stream, "video", given);
    return asciiJson({
      stream: toWireStream(stream),
      url_data: toUrlData(slot, c.req.url, c.req.header("user-agent")),
    });
  });

  app.get(streamPath, async (c) => {
    const { stream } = await named(c);
    return asciiJson(toWireStream(stream));
  });

  app.delete(streamPath, async (c) => {
    const { stream } = await named(c);
    await removal.removeStream(stream);
    return asciiJson({});
  });

  for (const kind of ["video", "image"] as const) {
    app.post(`${streamPath}/${kind}-upload-url`, (c) => answerSlot(c, kind));
    /** An attachment whose file is in the request itself is `raw`. */
    app.post(`${streamPath}/${kind}`, async (c) => {
      await named(c);
      throw new ZiggeoProblem(400, "The request has no file.");
    });
  }

  app.post(`${streamPath}/confirm-video`, async (c) => {
    const { stream } = await named(c);
    return asciiJson(toWireStream(await intake.confirmVideo(stream)));
  });

  app.post(`${streamPath}/confirm-image`, async (c) => {
    const { stream } = await named(c);
    return asciiJson(toWireStream(await intake.confirmImage(stream)));
  });

  app.post(`${streamPath}/subtitle`, async (c) => {
    const { stream } = await named(c);
    return asciiJson(toWireStream(await commands.attachSubtitle(stream, await readBody(c.req.raw))));
  });

  /** Attaching a video binds already: this submits what was sent and not confirmed. */
  app.post(`${streamPath}/bind`, async (c) => {
    const { stream } = await named(c);
    return asciiJson(toWireStream(await intake.confirmVideo(stream)));
  });

  function named(c: Context) {
    return commands.getStream(c.var.account, c.req.param("video") ?? "", c.req.param("stream") ?? "");
  }

  async function answerSlot(c: Context, kind: UploadSlot["kind"]) {
    const { stream } = await named(c);
    const slot = await commands.openSlot(stream, kind, await readBody(c.req.raw));
    return asciiJson({
      stream: toWireStream(stream),
      url_data: toUrlData(slot, c.req.url, c.req.header("user-agent")),
    });
  }
}
