import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import {
  BlockedAddressError,
  CallTimeoutError,
  ResponseTooLargeError,
  TooManyRedirectsError,
} from "#lib/network/errors.ts";
import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { Engine } from "../../../engine.ts";
import { parameterFault, type TaskContext } from "./task-kind.ts";

/** Milliseconds an input may take to arrive whole. */
const fetchTimeoutMs = 10 * 60_000;

/**
 * Fetches the medium a parameter names into a work directory, through the network guard, and answers the
 * file's path. Throws `TaskFault` naming the parameter when the address is forbidden, fails or is too long.
 */
export async function fetchInput(
  name: string,
  url: string,
  directory: string,
  { engine, signal }: TaskContext,
): Promise<string> {
  const file = path.join(directory, "input");
  try {
    const answer = await guardedFetch(url, {
      allowPrivate: [...engine.config.allowPrivateUrls, ...ownAddresses(engine)],
      timeoutMs: fetchTimeoutMs,
      maxBytes: engine.config.limits.maxSourceBytes,
      maxRedirects: 3,
      signal,
    });
    if (answer.status !== 200) {
      answer.discard();
      throw parameterFault(name, `the address answered ${answer.status}`);
    }
    await pipeline(answer.body, createWriteStream(file, { flags: "wx", mode: 0o600 }), { signal });
    return file;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw toFault(name, error);
  }
}

/** The engine's own media may be worked on although its ports are private. */
function ownAddresses({ accounts: { credentials } }: Engine): string[] {
  return Object.values(credentials).flatMap(({ baseUrl }) => URL.parse(baseUrl)?.host ?? []);
}

/** The caller's fault or the address's, in words; anything else is ours and stays as it is. */
function toFault(name: string, error: unknown): unknown {
  // What a private name resolves to is not told to whoever sent it.
  if (error instanceof BlockedAddressError) return parameterFault(name, "this address may not be fetched");
  if (error instanceof ResponseTooLargeError) return parameterFault(name, "the file is too large");
  if (error instanceof TooManyRedirectsError) return parameterFault(name, "the address redirects too often");
  if (error instanceof CallTimeoutError) return parameterFault(name, "the address took too long");
  const isOfNetwork = error instanceof Error && "code" in error && !isOfDisk(error);
  return isOfNetwork ? parameterFault(name, "the address could not be fetched") : error;
}

const isOfDisk = (error: Error) => "syscall" in error && /^(open|write|close)$/.test(String(error.syscall));
