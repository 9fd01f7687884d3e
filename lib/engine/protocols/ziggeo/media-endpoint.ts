import type { IncomingMessage, ServerResponse } from "node:http";
import type { Stream } from "../../db/schema/ziggeo-stream.ts";
import type { EngineAccount } from "../../library/types.ts";
import { getAllowed, readAccessRequest } from "./access-guard.ts";
import { authenticate } from "./auth.ts";
import type { WholeVideo } from "./find-videos.ts";
import { decode } from "./form-endpoint.ts";
import { answering, corsHeaders, urlOf } from "./node-answers.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { ZiggeoServices } from "./services.ts";

const serverPath = /^\/v1\/videos\/([^/]+)(?:\/streams\/([^/]+))?\/(video|image)\/?$/;
const browserPath =
  /^(?:\/embed)?\/v1\/applications\/([^/]+)\/videos\/([^/]+)(?:\/streams\/([^/]+))?\/(video(?:\.mp4)?|image)\/?$/;

const mimeTypes: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  m4v: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
  mkv: "video/x-matroska",
  avi: "video/x-msvideo",
  flv: "video/x-flv",
  wmv: "video/x-ms-wmv",
  ts: "video/mp2t",
  ogv: "video/ogg",
};

/** Videos and pictures, to servers behind the private key and to browsers behind their tokens. No redirects. */
export class MediaEndpoint {
  readonly #services: ZiggeoServices;

  constructor(services: ZiggeoServices) {
    this.#services = services;
  }

  handle(req: IncomingMessage, res: ServerResponse): boolean {
    if (req.method !== "GET" && req.method !== "HEAD" && req.method !== "OPTIONS") return false;
    const url = urlOf(req);
    const { engine } = this.#services;
    const byBrowser = browserPath.exec(url.pathname);
    if (byBrowser) {
      const [, application, video, stream, kind] = byBrowser;
      if (req.method === "OPTIONS") return false;
      answering(
        engine.log,
        req,
        res,
        async () => {
          const account = this.#services.guard.accountOf(decode(application));
          const whole = await getAllowed(this.#services, account, {
            name: decode(video),
            operation: "read",
            request: readAccessRequest(url),
          });
          await this.#serve(req, res, whole, { stream: stream && decode(stream), kind: kind ?? "" });
          if (kind !== "image" && isBeginning(req)) {
            await this.#services.commands.countPlay(whole.video.token, false);
          }
        },
        corsHeaders,
      );
      return true;
    }
    const byServer = req.method === "OPTIONS" ? null : serverPath.exec(url.pathname);
    if (!byServer) return false;
    const [, video, stream, kind] = byServer;
    answering(engine.log, req, res, async () => {
      const account: EngineAccount = authenticate(engine.accounts, req.headers.authorization);
      const whole = await this.#services.commands.getVideo(account, decode(video));
      await this.#serve(req, res, whole, { stream: stream && decode(stream), kind: kind ?? "" });
    });
    return true;
  }

  async #serve(
    req: IncomingMessage,
    res: ServerResponse,
    whole: WholeVideo,
    asked: { stream: string | undefined; kind: string },
  ): Promise<void> {
    const stream = asked.stream === undefined ? shownOf(whole) : streamOf(whole, asked.stream);
    if (!stream) throw new ZiggeoProblem(404, "There is no such stream.");
    const isImage = asked.kind === "image";
    const key = isImage ? stream.imageKey : stream.mediaKey;
    if (!key || (!isImage && stream.state === "empty")) {
      throw new ZiggeoProblem(404, `This stream has no ${isImage ? "image" : "video"}.`);
    }
    await this.#services.engine.storage.serveStoredFile(req, res, {
      key,
      mimeType: isImage ? "image/jpeg" : (mimeTypes[stream.videoType ?? ""] ?? "application/octet-stream"),
      // The address stays when another stream becomes the default.
      maxAgeSeconds: 0,
    });
  }
}

/** A play begins with the file's first byte: seeking asks for later ones. */
const isBeginning = (req: IncomingMessage) =>
  req.method === "GET" && /^(?:bytes=0-.*)?$/.test(req.headers.range ?? "");

const shownOf = ({ video, streams }: WholeVideo): Stream | undefined =>
  streams.find((stream) => stream.token === video.defaultStream);

const streamOf = ({ streams }: WholeVideo, name: string): Stream | undefined =>
  streams.find((stream) => stream.token === name || (stream.key !== null && `_${stream.key}` === name));
