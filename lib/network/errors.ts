/** The address is one that a URL from outside may not reach. `message` is one sentence for a person. */
export class BlockedAddressError extends Error {
  override readonly name = "BlockedAddressError";
  /** The host as the URL named it. */
  readonly host: string;

  constructor(host: string, message: string) {
    super(message);
    this.host = host;
  }
}

/** The answer was, or said it would be, longer than the caller takes. */
export class ResponseTooLargeError extends Error {
  override readonly name = "ResponseTooLargeError";
  readonly maxBytes: number;

  constructor(host: string, maxBytes: number) {
    super(`${host} answered with more than the ${maxBytes} bytes allowed here.`);
    this.maxBytes = maxBytes;
  }
}

/** The call, redirects and answer included, took longer than its limit. */
export class CallTimeoutError extends Error {
  override readonly name = "CallTimeoutError";

  constructor(host: string, timeoutMs: number) {
    super(`${host} did not finish answering within ${timeoutMs / 1000} s.`);
  }
}

export class TooManyRedirectsError extends Error {
  override readonly name = "TooManyRedirectsError";

  constructor(host: string, maxRedirects: number) {
    super(`${host} redirected more than ${maxRedirects} times.`);
  }
}
