import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { z } from "zod";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import { ResponseTooLargeError } from "#lib/network/errors.ts";
import type { GuardedResponse } from "#lib/network/guarded-fetch.ts";
import { ProviderError } from "./errors.ts";
import { parseRetryAfter, toStatusKind } from "./failures.ts";

const decoders: Readonly<
  Record<string, (bytes: Buffer, limits: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};
const shownBodyCharacters = 2_000;

/**
 * Reads a 2xx answer to its schema. Throws `ProviderError`: by status, or `unexpected_answer` when it is not
 * JSON or not of the schema's shape.
 */
export async function readAnswer<T>(
  provider: ProviderId,
  answer: GuardedResponse,
  options: { schema: z.ZodType<T> | undefined; maxBytes: number; nowMs: number },
): Promise<T> {
  if (answer.status < 200 || answer.status > 299) throw await toStatusError(provider, answer, options.nowMs);
  const bytes = await readDecoded(provider, answer, options.maxBytes);
  const body = bytes.length === 0 ? undefined : parseJson(bytes);
  const unexpected = (what: string, cause?: unknown) =>
    new ProviderError({
      provider,
      kind: "unexpected_answer",
      message: `${answer.url.host} answered ${answer.status} with ${what}.`,
      status: answer.status,
      body: body?.value ?? bytes.toString("utf8", 0, shownBodyCharacters),
      answeredAt: dateOf(answer),
      cause,
    });
  if (body && "fault" in body) throw unexpected(describeNonJson(bytes), body.fault);
  // Without a schema the caller takes what comes: T is then `unknown`.
  if (!options.schema) return body?.value as T;
  const parsed = options.schema.safeParse(body?.value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the answer";
  throw unexpected(`something this version does not understand (${where}: ${issue?.message})`, parsed.error);
}

/** The error a status other than 2xx means, its body read as far as it helps. */
export async function toStatusError(
  provider: ProviderId,
  answer: GuardedResponse,
  nowMs: number,
): Promise<ProviderError> {
  const bytes = await readDecoded(provider, answer, 1_000_000);
  const parsed = parseJson(bytes);
  const kind = toStatusKind(answer.status);
  const redirect = answer.status >= 300 && answer.status < 400 ? ` to ${answer.headers.location}` : "";
  return new ProviderError({
    provider,
    kind,
    message: `${answer.url.host} answered ${answer.status}${redirect || describeProblem(parsed)}.`,
    status: answer.status,
    body: "fault" in parsed ? bytes.toString("utf8", 0, shownBodyCharacters) : parsed.value,
    retryAfterMs:
      kind === "rate_limited" || answer.status === 503
        ? parseRetryAfter(answer.headers["retry-after"] ?? answer.headers["x-ratelimit-retry-after"], nowMs)
        : undefined,
    answeredAt: dateOf(answer),
  });
}

async function readDecoded(provider: ProviderId, answer: GuardedResponse, maxBytes: number): Promise<Buffer> {
  const bytes = await answer.bytes();
  const decode = decoders[answer.headers["content-encoding"]?.toLowerCase() ?? "identity"];
  if (!decode || bytes.length === 0) return bytes;
  try {
    return await decode(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw new ResponseTooLargeError(answer.url.host, maxBytes);
    const message = `${answer.url.host} answered ${answer.status} with compressed bytes that cannot be read.`;
    throw new ProviderError({ provider, kind: "unexpected_answer", message, status: answer.status, cause });
  }
}

function parseJson(bytes: Buffer): { value: unknown } | { value?: undefined; fault: unknown } {
  try {
    return { value: JSON.parse(bytes.toString("utf8")) };
  } catch (fault) {
    return { fault };
  }
}

function describeNonJson(bytes: Buffer): string {
  const start = bytes.toString("utf8", 0, 100).trimStart();
  return start.startsWith("<")
    ? "a web page instead of JSON"
    : "something that is not JSON, or not all of it";
}

/** The provider's own words from its error body, whatever it calls them. */
function describeProblem(parsed: { value?: unknown }): string {
  const { value } = parsed;
  if (typeof value !== "object" || value === null) return "";
  for (const name of ["title", "message", "detail", "error"]) {
    const said = (value as Record<string, unknown>)[name];
    if (typeof said === "string" && said !== "") return `: ${said.slice(0, 200).replace(/\.$/, "")}`;
  }
  return "";
}

function dateOf(answer: GuardedResponse): Date | undefined {
  const ms = Date.parse(answer.headers.date ?? "");
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
