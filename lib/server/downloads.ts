import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { create as createContentDisposition } from "content-disposition";
import { canViewAssets } from "#lib/auth/permissions.ts";
import { readNodeHeaders } from "#lib/auth/request-facts.ts";
import { findSession } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { createLog } from "#lib/log.ts";
import { type GuardedResponse, guardedFetch } from "#lib/network/guarded-fetch.ts";
import { sendError } from "./answers.ts";
import { type Download, findDownload, findZiggeoMedia } from "./find-download.ts";

const log = createLog("downloads");
const path = /^\/files\/assets\/([^/?]{1,100})\/(?:source|renditions\/([^/?]{1,300}))(?:\?|$)/;
const ziggeoPath =
  /^\/files\/ziggeo(\/videos\/([^/?]{1,300})(?:\/streams\/[^/?]{1,300})?\/(?:video|image))(?:\?|$)/;
/** What the provider is asked with, and what of its answer is passed on. */
const askedHeaders = ["range", "if-range", "if-none-match"] as const;
const toldHeaders = ["content-length", "content-range", "etag", "last-modified"] as const;

/**
 * Answers `/files/assets/:assetId/source` and `…/renditions/:renditionId` for signed-in people, and what pages show of
 * Ziggeo's media below `/files/ziggeo/`: the provider's file with its name and length, ranges passed through, nothing
 * kept in memory. False for any other path.
 */
export async function handleDownload(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const media = ziggeoPath.exec(request.url ?? "");
  if (media) {
    await answer(request, response, () => findZiggeoMedia(decode(media[2]) ?? "", `/v1${media[1]}`));
    return true;
  }
  const match = path.exec(request.url ?? "");
  if (!match) return false;
  await answer(request, response, () => findDownload(decode(match[1]) ?? "", decode(match[2])));
  return true;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  find: () => Promise<Download | undefined>,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    return sendError(response, 405, "invalid", "Files are only read here.");
  }
  const session = await findSession(readNodeHeaders(request.headers));
  if (!session) return sendError(response, 401, "unauthenticated", "Sign in to download.");
  if (!canViewAssets(session.viewer)) return sendError(response, 403, "forbidden", "You may not download.");
  const download = await find();
  if (!download) return sendError(response, 404, "not_found", "There is no such file.");

  const gone = new AbortController();
  response.once("close", () => gone.abort());
  let given: GuardedResponse;
  try {
    given = await ask(download, request, gone.signal);
  } catch (error) {
    if (gone.signal.aborted) return;
    log.warn({ err: error, path: request.url?.split("?")[0] }, "a provider's file could not be read");
    return sendError(response, 502, "provider_unavailable", "The provider does not serve this file now.");
  }
  await pass(given, download, request, response);
}

function ask(download: Download, request: IncomingMessage, signal: AbortSignal): Promise<GuardedResponse> {
  const headers: Record<string, string> = { ...download.headers };
  for (const name of askedHeaders) {
    const value = request.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  return guardedFetch(download.url, {
    method: request.method === "HEAD" ? "HEAD" : "GET",
    headers,
    // The engine is on this machine; everyone else's addresses must be public ones.
    allowPrivate: [...env().allowPrivateUrls, ...(download.isLocal ? [new URL(download.baseUrl).host] : [])],
    timeoutMs: Number.POSITIVE_INFINITY,
    idleTimeoutMs: 60_000,
    maxBytes: Number.POSITIVE_INFINITY,
    maxRedirects: 3,
    signal,
  });
}

async function pass(
  given: GuardedResponse,
  download: Download,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status } = given;
  if (status !== 200 && status !== 206 && status !== 304 && status !== 416) {
    given.discard();
    const isGone = status === 404 || status === 410;
    return sendError(
      response,
      isGone ? 404 : 502,
      isGone ? "not_found" : "provider_refused",
      isGone ? "The provider no longer has this file." : `The provider answered with status ${status}.`,
    );
  }
  for (const name of toldHeaders) {
    const value = given.headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(status, {
    // Whatever strangers uploaded is saved, never opened as a page of ours.
    "content-type": mediaType(given.headers["content-type"]),
    "content-disposition": createContentDisposition(download.fileName),
    "content-security-policy": "sandbox; default-src 'none'",
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
  });
  if (request.method === "HEAD" || status === 304 || status === 416) {
    given.discard();
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(given.body), response);
  } catch (error) {
    // The reader went away, or the provider broke off: the length tells the browser that this is not all.
    if (!response.destroyed) throw error;
  }
}

function mediaType(given: string | undefined): string {
  const type = given?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return /^(video|audio|image)\/[a-z0-9.+-]+$/.test(type) && type !== "image/svg+xml"
    ? type
    : "application/octet-stream";
}

function decode(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
