/**
 * As much of XMLHttpRequest as the vendor's browser uploader uses, over `fetch`. The uploader always speaks https,
 * which the engine on this machine does not: that letter is all that is changed on the way.
 */
export class BrowserRequest {
  readyState = 0;
  status = 0;
  response = "";
  onreadystatechange: ((event: object) => void) | null = null;
  onload: ((event: object) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  ontimeout: ((event: object) => void) | null = null;
  readonly upload: { onprogress: ((event: object) => void) | null } = { onprogress: null };
  readonly #headers = new Headers();
  readonly #abort = new AbortController();
  #method = "GET";
  #url = "";

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url.replace(/^https:/, "http:");
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.append(name, value);
  }

  abort(): void {
    this.#abort.abort();
  }

  send(body: BodyInit | null = null): void {
    this.#send(body).catch((error: unknown) => this.onerror?.({ error }));
  }

  async #send(body: BodyInit | null): Promise<void> {
    const request = { method: this.#method, headers: this.#headers, body, signal: this.#abort.signal };
    const answer = await fetch(this.#url, request);
    this.status = answer.status;
    this.response = await answer.text();
    this.readyState = 4;
    this.onreadystatechange?.({});
    this.onload?.({});
  }
}
