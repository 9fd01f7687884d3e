import type { Context } from "hono";
import type { GrantOperation } from "#lib/providers/ziggeo/wire.ts";
import type { UploadSlot } from "../../db/schema/ziggeo-upload.ts";
import { getAllowed, readAccessRequest } from "./access-guard.ts";
import { isBrowserPath, type ZiggeoApp } from "./app.ts";
import { readFlag } from "./argument-values.ts";
import { readBody, readQuery } from "./arguments.ts";
import { asciiJson } from "./ascii-json.ts";
import type { WholeVideo } from "./find-videos.ts";
import { corsHeaders } from "./node-answers.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { ZiggeoServices } from "./services.ts";
import { toWireStream, toWireVideo } from "./to-wire.ts";
import { toUrlData } from "./url-data.ts";
import { readFilter, readPage, toPlace } from "./videos.ts";

const roots = ["/v1/applications/:application", "/embed/v1/applications/:application"];

/**
 * What players and recorders in pages call (shared/protocols/ziggeo.md §10): no Basic authentication, every call
 * checked against its auth token, session and the application's settings. Media are `raw`.
 */
export function mountBrowserApi(app: ZiggeoApp, services: ZiggeoServices): void {
  app.use(async (c, next) => {
    if (!isBrowserPath(c.req.path)) return next();
    if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: corsHeaders });
    c.set("account", services.guard.accountOf(c.req.path.split("/applications/")[1]?.split("/")[0] ?? ""));
    await next();
    for (const [name, value] of Object.entries(corsHeaders)) c.res.headers.set(name, value);
  });
  for (const root of roots) {
    mountSession(app, root, services);
    mountVideos(app, root, services);
    mountStreams(app, root, services);
  }
}

function mountSession(app: ZiggeoApp, root: string, { guard }: ZiggeoServices): void {
  app.post(`${root}/session`, async (c) => {
    const token = await guard.openSession(readAccessRequest(new URL(c.req.url)));
    return asciiJson({ token, testing_application: false });
  });
}

function mountVideos(app: ZiggeoApp, root: string, services: ZiggeoServices): void {
  const { engine, finder, commands, removal, guard, application } = services;
  const wireOf = (c: Context, { video, streams }: Awaited<ReturnType<typeof commands.getVideo>>) =>
    toWireVideo(video, streams, toPlace(engine, c.req.url));

  app.get(`${root}/videos`, async (c) => {
    const { client_can_index_videos } = await application.read();
    if (!client_can_index_videos)
      throw new ZiggeoProblem(403, "Browsers may not list this application's videos.");
    await guard.require(readAccessRequest(new URL(c.req.url)), "read", undefined);
    const given = readQuery(c.req.url);
    const { client_cannot_access_unaccepted_videos: onlyApproved } = await application.read();
    const filter = { ...readFilter(given), ...(onlyApproved && { approved: true }) };
    const found = await finder.list(c.var.account, { ...filter, ...readPage(given) });
    return asciiJson(found.map((whole) => wireOf(c, whole)));
  });

  app.post(`${root}/videos`, async (c) => {
    const session = await guard.require(readAccessRequest(new URL(c.req.url)), "create", undefined);
    const given = await readBody(c.req.raw);
    return asciiJson(wireOf(c, await commands.create(c.var.account, given, { origin: "browser", session })));
  });

  app.post(`${root}/videos/videos-upload-url`, async (c) => {
    const session = await guard.require(readAccessRequest(new URL(c.req.url)), "create", undefined);
    const given = await readBody(c.req.raw);
    const made = await commands.createForFile(c.var.account, given, { origin: "browser", session });
    const slot = await commands.openSlot(made.stream, "video", given);
    return asciiJson({
      video: wireOf(c, made),
      stream: toWireStream(made.stream),
      url_data: toUrlData(slot, c.req.url, undefined),
    });
  });

  app.get(`${root}/videos/:video`, async (c) => asciiJson(wireOf(c, await allowed(services, c, "read"))));

  app.post(`${root}/videos/:video`, async (c) => {
    const { video } = await allowed(services, c, "update");
    return asciiJson(wireOf(c, await commands.update(c.var.account, video.token, await readBody(c.req.raw))));
  });

  app.delete(`${root}/videos/:video`, async (c) => {
    await removal.removeVideo(await allowed(services, c, "destroy"), "client");
    return asciiJson({});
  });

  /** A player began, or came to the end. */
  app.post(`${root}/videos/:video/playback`, async (c) => {
    const { video } = await allowed(services, c, "read");
    const isFull = readFlag(await readBody(c.req.raw), "full") ?? false;
    await commands.countPlay(video.token, isFull);
    return asciiJson({});
  });
}

function mountStreams(app: ZiggeoApp, root: string, services: ZiggeoServices): void {
  const { commands, intake } = services;
  const streams = `${root}/videos/:video/streams`;
  const streamOf = async (c: Context, operation: GrantOperation) => {
    const { video } = await allowed(services, c, operation);
    return (await commands.getStream(c.var.account, video.token, c.req.param("stream") ?? "")).stream;
  };

  app.get(streams, async (c) => {
    const whole = await allowed(services, c, "read");
    return asciiJson(whole.streams.map(toWireStream));
  });

  app.post(streams, async (c) => {
    const { video } = await allowed(services, c, "update");
    const made = await commands.createStream(video, await readBody(c.req.raw), {
      origin: "browser",
      session: video.session,
    });
    return asciiJson(toWireStream(made));
  });

  app.post(`${streams}/streams-upload-url`, async (c) => {
    const { video } = await allowed(services, c, "update");
    const given = await readBody(c.req.raw);
    const made = await commands.createStream(video, given, { origin: "browser", session: video.session });
    const slot = await commands.openSlot(made, "video", given);
    return asciiJson({ stream: toWireStream(made), url_data: toUrlData(slot, c.req.url, undefined) });
  });

  app.get(`${streams}/:stream`, async (c) => asciiJson(toWireStream(await streamOf(c, "read"))));

  for (const kind of ["video", "image"] as const satisfies UploadSlot["kind"][]) {
    app.post(`${streams}/:stream/${kind}-upload-url`, async (c) => {
      const stream = await streamOf(c, "update");
      const slot = await commands.openSlot(stream, kind, await readBody(c.req.raw));
      return asciiJson({ stream: toWireStream(stream), url_data: toUrlData(slot, c.req.url, undefined) });
    });
  }

  app.post(`${streams}/:stream/confirm-image`, async (c) =>
    asciiJson(toWireStream(await intake.confirmImage(await streamOf(c, "update")))),
  );

  for (const step of ["confirm-video", "recordersubmit", "accept"]) {
    app.post(`${streams}/:stream/${step}`, async (c) =>
      asciiJson(toWireStream(await intake.confirmVideo(await streamOf(c, "update")))),
    );
  }

  app.post(`${streams}/:stream/subtitleattach`, async (c) => {
    const stream = await streamOf(c, "update");
    return asciiJson(toWireStream(await commands.attachSubtitle(stream, await readBody(c.req.raw))));
  });
}

function allowed(services: ZiggeoServices, c: Context, operation: GrantOperation): Promise<WholeVideo> {
  const request = readAccessRequest(new URL(c.req.url));
  return getAllowed(services, c.var.account, { name: c.req.param("video") ?? "", operation, request });
}
