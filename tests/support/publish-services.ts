import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a service of videos does next instead of its work: break off in the middle of a part, be busy, or say no. */
export type Trouble =
  | { readonly kind: "cut"; readonly afterBytes: number }
  | { readonly kind: "busy"; readonly status: number }
  | { readonly kind: "refuse"; readonly status: number; readonly json: unknown };

export interface PublishedVideo {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly size: number;
  bytes: Buffer;
  isFinished: boolean;
}

/** Small and strict: each answers what its documentation says and nothing that this does not allow. */
export interface PublishService {
  readonly baseUrl: string;
  readonly videos: PublishedVideo[];
  /** Every request, as `METHOD path`. */
  readonly calls: string[];
  /** Of the requests that carry parts, one after another. */
  trouble(...next: Trouble[]): void;
  /** Forgets calls and the troubles to come. */
  calm(): void;
  close(): Promise<void>;
}

interface Call {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  header(name: string): string;
  body(): Promise<Buffer>;
}

interface Shop {
  readonly videos: PublishedVideo[];
  baseUrl(): string;
  /** Reads a part into a video, with whatever trouble is next; undefined when the answer has been given. */
  receive(call: Call, video: PublishedVideo): Promise<number | undefined>;
}

async function startService(handle: (call: Call, shop: Shop) => Promise<void>): Promise<PublishService> {
  const [videos, calls, troubles] = [[] as PublishedVideo[], [] as string[], [] as Trouble[]];
  let baseUrl = "";
  const shop: Shop = {
    videos,
    baseUrl: () => baseUrl,
    async receive({ req, res }, video) {
      const trouble = troubles.shift();
      // A body that is left in its middle takes the socket from the request.
      const { socket } = req;
      if (trouble?.kind === "cut") {
        video.bytes = Buffer.concat([video.bytes, await readUpTo(req, trouble.afterBytes)]);
        socket.destroy();
        return undefined;
      }
      const part = await readAll(req);
      if (trouble) {
        answer(res, trouble.status, trouble.kind === "refuse" ? trouble.json : undefined);
        return undefined;
      }
      if (video.bytes.length + part.length > video.size) {
        answer(res, 400, { error: "more bytes than were announced" });
        return undefined;
      }
      video.bytes = Buffer.concat([video.bytes, part]);
      return part.length;
    },
  };
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? "/", "http://service");
    calls.push(`${req.method} ${url.pathname}`);
    const call: Call = {
      req,
      res,
      url,
      header: (name) => String(req.headers[name] ?? ""),
      body: () => readAll(req),
    };
    handle(call, shop).catch((error) => answer(res, 500, { error: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl,
    videos,
    calls,
    trouble: (...next) => void troubles.push(...next),
    calm: () => {
      calls.length = 0;
      troubles.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(
  res: ServerResponse,
  status: number,
  json?: unknown,
  headers: Record<string, string> = {},
): void {
  if (json === undefined) res.writeHead(status, headers).end();
  else res.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(json));
}

async function readAll(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readUpTo(req: IncomingMessage, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}

const quarterMebibyte = 256 * 1024;

/** https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol (read 2026-11) */
export const startYoutube = (token: string) =>
  startService(async (call, { videos, baseUrl, receive }) => {
    const { req, res, url } = call;
    const refuse = (status: number, message: string, reason: string) =>
      answer(res, status, { error: { code: status, message, errors: [{ message, reason }] } });
    if (call.header("authorization") !== `Bearer ${token}`) {
      await call.body();
      return refuse(401, "Invalid Credentials", "authError");
    }
    if (req.method === "POST" && url.pathname === "/upload/youtube/v3/videos") {
      const body = JSON.parse((await call.body()).toString());
      const size = Number(call.header("x-upload-content-length"));
      const isWell =
        url.searchParams.get("uploadType") === "resumable" &&
        url.searchParams.get("part") === "snippet,status" &&
        /^application\/json; ?charset=utf-8$/i.test(call.header("content-type")) &&
        call.header("x-upload-content-type").startsWith("video/") &&
        size > 0;
      if (!isWell) return refuse(400, "Bad Request", "badRequest");
      if (body.snippet.title === "") return refuse(400, "The video title is empty.", "invalidTitle");
      videos.push({
        facts: { ...body, key: url.searchParams.get("key") },
        size,
        bytes: Buffer.alloc(0),
        isFinished: false,
      });
      return answer(res, 200, undefined, { location: `${baseUrl()}/session/${videos.length - 1}` });
    }
    const video = videos[Number(url.pathname.replace("/session/", ""))];
    if (req.method !== "PUT" || !video) return refuse(404, "Not Found", "notFound");
    const range = call.header("content-range");
    const [, from, to] = /^bytes (\d+)-(\d+)\/\d+$/.exec(range) ?? [];
    if (range === `bytes */${video.size}`) {
      if (call.header("content-length") !== "0") return refuse(400, "A question has no body.", "badRequest");
    } else {
      const length = Number(to) - Number(from) + 1;
      const isLast = Number(to) === video.size - 1;
      const isWell =
        range.endsWith(`/${video.size}`) &&
        length === Number(call.header("content-length")) &&
        (isLast || length % quarterMebibyte === 0);
      if (!isWell || Number(from) !== video.bytes.length) {
        await call.body();
        return refuse(400, "Invalid range.", "badRequest");
      }
      if ((await receive(call, video)) === undefined) return;
    }
    if (video.bytes.length === video.size) {
      video.isFinished = true;
      return answer(res, 201, { kind: "youtube#video", id: "abc123_-XYZ" });
    }
    const has = video.bytes.length > 0 ? { range: `bytes=0-${video.bytes.length - 1}` } : undefined;
    answer(res, 308, undefined, has);
  });

/** https://developer.vimeo.com/api/upload/videos, tus 1.0.0 (read 2026-11) */
export const startVimeo = (token: string) =>
  startService(async (call, { videos, baseUrl, receive }) => {
    const { req, res, url } = call;
    const isTus = url.pathname.startsWith("/files/");
    if (!isTus) {
      const isWell =
        call.header("authorization") === `bearer ${token}` &&
        call.header("accept") === "application/vnd.vimeo.*+json;version=3.4";
      const body = await call.body();
      if (!isWell) {
        return answer(res, 401, {
          error: "You must provide a valid authenticated access token.",
          developer_message: "The access token was not found.",
        });
      }
      if (req.method === "GET" && url.pathname === "/me") {
        return answer(res, 200, {
          upload_quota: { space: { free: 5_000_000, max: 9_000_000, used: 4_000_000 } },
        });
      }
      const asked = JSON.parse(body.toString());
      if (req.method !== "POST" || url.pathname !== "/me/videos" || asked.upload?.approach !== "tus") {
        return answer(res, 404, { error: "The requested page could not be found." });
      }
      videos.push({ facts: asked, size: asked.upload.size, bytes: Buffer.alloc(0), isFinished: false });
      const index = videos.length - 1;
      return answer(res, 201, {
        uri: `/videos/${index}`,
        link: `https://vimeo.com/${index}`,
        upload: {
          approach: "tus",
          status: "in_progress",
          size: asked.upload.size,
          upload_link: `${baseUrl()}/files/${index}`,
        },
      });
    }
    const video = videos[Number(url.pathname.replace("/files/", ""))];
    if (!video || call.header("tus-resumable") !== "1.0.0") return answer(res, 412);
    const state = () => ({
      "tus-resumable": "1.0.0",
      "upload-offset": String(video.bytes.length),
      "upload-length": String(video.size),
    });
    if (req.method === "HEAD") return answer(res, 200, undefined, state());
    const isWell =
      req.method === "PATCH" && call.header("content-type") === "application/offset+octet-stream";
    if (!isWell) return answer(res, 415);
    if (Number(call.header("upload-offset")) !== video.bytes.length) {
      await call.body();
      return answer(res, 409);
    }
    if ((await receive(call, video)) === undefined) return;
    video.isFinished = video.bytes.length === video.size;
    answer(res, 204, undefined, state());
  });

/** https://developers.facebook.com/docs/graph-api/video-uploads (read 2026-11) */
export const startFacebook = (token: string, proof: string | undefined) =>
  startService(async (call, { videos, receive }) => {
    const { req, res, url } = call;
    const refuse = (status: number, error: Readonly<Record<string, unknown>>) =>
      answer(res, status, { error });
    const raw = await call.body();
    if (req.method !== "POST" || url.pathname !== "/v24.0/me/videos") {
      return refuse(404, { message: "Unknown path components", type: "OAuthException", code: 2500 });
    }
    const form = await new Response(new Uint8Array(raw), {
      headers: { "content-type": call.header("content-type") },
    }).formData();
    const field = (name: string) => form.get(name)?.toString();
    if (field("access_token") !== token || field("appsecret_proof") !== proof) {
      return refuse(400, { message: "Invalid OAuth access token.", type: "OAuthException", code: 190 });
    }
    const offsets = (video: PublishedVideo) => ({
      start_offset: String(video.bytes.length),
      end_offset: String(Math.min(video.size, video.bytes.length + quarterMebibyte)),
    });
    if (field("upload_phase") === "start") {
      videos.push({ facts: {}, size: Number(field("file_size")), bytes: Buffer.alloc(0), isFinished: false });
      const index = videos.length - 1;
      const video = videos[index] as PublishedVideo;
      return answer(res, 200, { upload_session_id: `s${index}`, video_id: `90${index}`, ...offsets(video) });
    }
    const video = videos[Number(field("upload_session_id")?.slice(1))];
    if (!video) return refuse(400, { message: "Invalid session", code: 100 });
    if (field("upload_phase") === "finish") {
      if (video.bytes.length !== video.size)
        return refuse(400, { message: "Incomplete", error_subcode: 1363019 });
      Object.assign(video.facts, Object.fromEntries([...form].filter(([name]) => name !== "access_token")));
      video.isFinished = true;
      return answer(res, 200, { success: true });
    }
    const chunk = form.get("video_file_chunk");
    if (!(chunk instanceof Blob))
      return refuse(400, { message: "No Video Selected.", error_subcode: 1363020 });
    if (Number(field("start_offset")) !== video.bytes.length) {
      return refuse(400, {
        message: "There was a problem uploading your video.",
        error_subcode: 1363037,
        error_data: JSON.stringify(offsets(video)),
      });
    }
    const part = { ...call, req: streamOf(Buffer.from(await chunk.arrayBuffer()), req) };
    if ((await receive(part, video)) === undefined) return;
    answer(res, 200, offsets(video));
  });

/** The chunk inside a form, as what a request's body is elsewhere. */
function streamOf(bytes: Buffer, req: IncomingMessage): IncomingMessage {
  async function* read() {
    yield bytes;
  }
  return Object.assign(read(), { socket: req.socket }) as unknown as IncomingMessage;
}
