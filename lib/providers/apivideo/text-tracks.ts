import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type FilePart, toForm } from "./file-part.ts";
import { type PageQuery, walk } from "./page-query.ts";
import type { WirePage } from "./wire/page.ts";
import {
  type WireCaption,
  type WireChapter,
  wireCaption,
  wireCaptionPage,
  wireChapter,
  wireChapterPage,
} from "./wire/text-tracks.ts";

type TrackPageQuery = Omit<PageQuery, "sortOrder">;

const vttFile = (vtt: string): FilePart => ({
  fileName: "track.vtt",
  mimeType: "text/vtt",
  bytes: new Uint8Array(Buffer.from(vtt, "utf8")),
});

/** Captions: https://docs.api.video/reference/api/Captions */
export class CaptionsResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Uploading a language again replaces its captions. */
  upload(videoId: string, language: string, vtt: string, options?: CallOptions): Promise<WireCaption> {
    return this.#http.post(path`/videos/${videoId}/captions/${language}`, {
      multipart: toForm(vttFile(vtt)),
      schema: wireCaption,
      ...options,
    });
  }

  page(videoId: string, query: TrackPageQuery = {}, options?: CallOptions): Promise<WirePage<WireCaption>> {
    return this.#http.get(path`/videos/${videoId}/captions`, {
      query: { ...query },
      schema: wireCaptionPage,
      ...options,
    });
  }

  list(videoId: string, options?: CallOptions): AsyncGenerator<WireCaption> {
    return walk((at) => this.page(videoId, at, options));
  }

  get(videoId: string, language: string, options?: CallOptions): Promise<WireCaption> {
    return this.#http.get(path`/videos/${videoId}/captions/${language}`, { schema: wireCaption, ...options });
  }

  setDefault(
    videoId: string,
    language: string,
    isDefault: boolean,
    options?: CallOptions,
  ): Promise<WireCaption> {
    return this.#http.patch(path`/videos/${videoId}/captions/${language}`, {
      json: { default: isDefault },
      schema: wireCaption,
      ...options,
    });
  }

  async remove(videoId: string, language: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/videos/${videoId}/captions/${language}`, options);
  }
}

/** Chapters: https://docs.api.video/reference/api/Chapters */
export class ChaptersResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  upload(videoId: string, language: string, vtt: string, options?: CallOptions): Promise<WireChapter> {
    return this.#http.post(path`/videos/${videoId}/chapters/${language}`, {
      multipart: toForm(vttFile(vtt)),
      schema: wireChapter,
      ...options,
    });
  }

  page(videoId: string, query: TrackPageQuery = {}, options?: CallOptions): Promise<WirePage<WireChapter>> {
    return this.#http.get(path`/videos/${videoId}/chapters`, {
      query: { ...query },
      schema: wireChapterPage,
      ...options,
    });
  }

  list(videoId: string, options?: CallOptions): AsyncGenerator<WireChapter> {
    return walk((at) => this.page(videoId, at, options));
  }

  get(videoId: string, language: string, options?: CallOptions): Promise<WireChapter> {
    return this.#http.get(path`/videos/${videoId}/chapters/${language}`, { schema: wireChapter, ...options });
  }

  async remove(videoId: string, language: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/videos/${videoId}/chapters/${language}`, options);
  }
}
