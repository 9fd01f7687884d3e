import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { BlockedAddressError, ResponseTooLargeError } from "#lib/network/errors.ts";
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

function toFault(name: string, error: unknown): unknown {
  // What a private name resolves to is not told to whoever sent it.
  if (error instanceof BlockedAddressError) return parameterFault(name, "this address may not be fetched");
  if (error instanceof ResponseTooLargeError) return parameterFault(name, "the file is too large");
  const isOfNetwork = error instanceof Error && ("code" in error || error.name === "CallTimeoutError");
  const isOfDisk =
    error instanceof Error && "syscall" in error && /^(open|write)$/.test(String(error.syscall));
  return isOfNetwork && !isOfDisk ? parameterFault(name, "the address could not be fetched") : error;
}
