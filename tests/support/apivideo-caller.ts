import type { TestEngine } from "./engine.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else its text. */
  readonly body: unknown;
}

/** Bare calls to the engine's api.video port, for what no published client would send. */
export class ApivideoCaller {
  readonly baseUrl: string;
  readonly authorization: string;

  constructor({ credentials }: { credentials: Pick<TestEngine["credentials"], "apivideo"> }) {
    this.baseUrl = credentials.apivideo.baseUrl;
    this.authorization = `Basic ${btoa(`${credentials.apivideo.apiKey}:`)}`;
  }

  async call(method: string, path: string, options: RequestInit = {}): Promise<Answer> {
    const answer = await fetch(`${this.baseUrl}${path}`, {
      method,
      ...options,
      headers: { authorization: this.authorization, ...options.headers },
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type") === "application/json";
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  json(method: string, path: string, body: unknown): Promise<Answer> {
    const headers = { "content-type": "application/json" };
    return this.call(method, path, { headers, body: JSON.stringify(body) });
  }

  /** One chunk as a form; `parts` are sent in their order. */
  chunk(
    path: string,
    range: string | undefined,
    bytes: Uint8Array<ArrayBuffer>,
    { fileName = "film.mp4", fields = {} }: { fileName?: string; fields?: Record<string, string> } = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([bytes], { type: "video/mp4" }), fileName);
    return this.call("POST", path, {
      body: form,
      headers: range === undefined ? {} : { "content-range": range },
    });
  }
}
