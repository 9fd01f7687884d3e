import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { sendFile, type UploadFile, videoTypeOf } from "./send-file.ts";
import {
  type WirePush,
  type WireStream,
  type WireStreamUpload,
  wirePush,
  wireStream,
  wireStreamList,
  wireStreamUpload,
} from "./wire.ts";

/**
 * The streams of a video: https://ziggeo.com/docs/api/resources/server#streams. Videos and streams are named by
 * their token, or by their key with an underscore before it.
 */
export class StreamsResource {
  readonly #http: Http;
  readonly #cdn: Http;

  constructor(http: Http, cdn: Http = http) {
    this.#http = http;
    this.#cdn = cdn;
  }

  index(video: string, query: { states?: string } = {}, options?: CallOptions): Promise<WireStream[]> {
    const call = { query: { ...query }, schema: wireStreamList, ...options };
    return this.#http.get(path`/v1/videos/${video}/streams`, call);
  }

  get(video: string, stream: string, options?: CallOptions): Promise<WireStream> {
    const call = { schema: wireStream, ...options };
    return this.#http.get(path`/v1/videos/${video}/streams/${stream}`, call);
  }

  downloadVideo(video: string, stream: string, options: { signal: AbortSignal }): AsyncGenerator<Uint8Array> {
    return this.#cdn.stream(path`/v1/videos/${video}/streams/${stream}/video`, options);
  }

  downloadImage(video: string, stream: string, options: { signal: AbortSignal }): AsyncGenerator<Uint8Array> {
    return this.#cdn.stream(path`/v1/videos/${video}/streams/${stream}/image`, options);
  }

  pushToService(
    video: string,
    stream: string,
    pushServiceToken: string,
    options?: CallOptions,
  ): Promise<WirePush> {
    const call = { form: { pushservicetoken: pushServiceToken }, schema: wirePush, ...options };
    return this.#http.post(path`/v1/videos/${video}/streams/${stream}/push`, call);
  }

  async remove(video: string, stream: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/v1/videos/${video}/streams/${stream}`, options);
  }

  /** A stream to attach to: a draft until a video is. */
  create(video: string, options?: CallOptions): Promise<WireStream> {
    return this.#http.post(path`/v1/videos/${video}/streams`, { schema: wireStream, ...options });
  }

  async createFrom(video: string, file: UploadFile, options?: CallOptions): Promise<WireStream> {
    const upload = await this.beginCreate(video, { video_type: videoTypeOf(file.name) }, options);
    await sendFile(this.#http, upload.url_data, file, options);
    return this.confirmVideo(video, upload.stream.token, options);
  }

  /** Before the video: attaching that binds the stream. */
  async attachImage(
    video: string,
    stream: string,
    file: UploadFile,
    options?: CallOptions,
  ): Promise<WireStream> {
    const upload = await this.beginImage(video, stream, options);
    await sendFile(this.#http, upload.url_data, file, options);
    return this.confirmImage(video, stream, options);
  }

  /** Binds the stream: it takes nothing else after this, and is transcoded. */
  async attachVideo(
    video: string,
    stream: string,
    file: UploadFile,
    options?: CallOptions,
  ): Promise<WireStream> {
    const upload = await this.beginVideo(video, stream, { video_type: videoTypeOf(file.name) }, options);
    await sendFile(this.#http, upload.url_data, file, options);
    return this.confirmVideo(video, stream, options);
  }

  /** @param subtitle.data WebVTT text. A language that is there already is replaced. */
  attachSubtitle(
    video: string,
    stream: string,
    subtitle: { lang: string; label: string; data: string },
    options?: CallOptions,
  ): Promise<unknown> {
    const call = { form: subtitle, ...options };
    return this.#http.post(path`/v1/videos/${video}/streams/${stream}/subtitle`, call);
  }

  /** Closes and submits a stream. */
  bind(video: string, stream: string, options?: CallOptions): Promise<WireStream> {
    const call = { schema: wireStream, ...options };
    return this.#http.post(path`/v1/videos/${video}/streams/${stream}/bind`, call);
  }

  /** A new stream and where its video goes; `confirmVideo` follows the upload. */
  beginCreate(
    video: string,
    given: { video_type?: string } = {},
    options?: CallOptions,
  ): Promise<WireStreamUpload> {
    const call = { form: given, schema: wireStreamUpload, ...options };
    return this.#http.post(path`/v1/videos/${video}/streams-upload-url`, call);
  }

  beginImage(video: string, stream: string, options?: CallOptions): Promise<WireStreamUpload> {
    const call = { schema: wireStreamUpload, ...options };
    return this.#http.post(path`/v1/videos/${video}/streams/${stream}/image-upload-url`, call);
  }

  beginVideo(
    video: string,
    stream: string,
    given: { video_type?: string } = {},
    options?: CallOptions,
  ): Promise<WireStreamUpload> {
    const call = { form: given, schema: wireStreamUpload, ...options };
    return this.#http.post(path`/v1/videos/${video}/streams/${stream}/video-upload-url`, call);
  }

  confirmImage(video: string, stream: string, options?: CallOptions): Promise<WireStream> {
    const call = { schema: wireStream, ...options };
    return this.#http.post(path`/v1/videos/${video}/streams/${stream}/confirm-image`, call);
  }

  confirmVideo(video: string, stream: string, options?: CallOptions): Promise<WireStream> {
    const call = { schema: wireStream, ...options };
    return this.#http.post(path`/v1/videos/${video}/streams/${stream}/confirm-video`, call);
  }
}
