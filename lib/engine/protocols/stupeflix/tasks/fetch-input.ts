import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import {
  BlockedAddressError,
  CallTimeoutError,
  ResponseTooLargeError,
  TooManyRedirectsError,
} from "#lib/network/errors.ts";
import { type GuardedResponse, guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { Engine } from "../../../engine.ts";
import { isCode } from "../../../storage.ts";
import { parameterFault, TaskFault } from "./task-kind.ts";

/** Milliseconds an input may take to arrive whole. */
const fetchTimeoutMs = 60 * 60_000;

interface InputRequest {
  readonly parameter: string;
  readonly url: string;
  /** Where it is written. */
  readonly file: string;
  readonly maxBytes?: number | undefined;
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

/** Fetches the medium a parameter names into a file, through the network guard. Throws `TaskFault` naming it. */
export async function fetchInput(request: InputRequest): Promise<void> {
  await saveAnswer(await ask(request, {}), request);
}

type Question = Omit<InputRequest, "file">;

/** The address's answer, its body not yet read. Throws `TaskFault` naming the parameter. */
export async function ask(
  { parameter, url, engine, signal, maxBytes = Number.POSITIVE_INFINITY }: Question,
  headers: Readonly<Record<string, string>>,
): Promise<GuardedResponse> {
  try {
    return await guardedFetch(url, {
      ...guardOf(engine),
      headers,
      timeoutMs: fetchTimeoutMs,
      maxBytes: Math.min(maxBytes, engine.config.limits.maxSourceBytes),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw toFetchFault(parameter, error);
  }
}

/** Writes the whole body of a good answer. Throws `TaskFault` naming the parameter. */
export async function saveAnswer(
  answer: GuardedResponse,
  { parameter, file, signal }: Pick<InputRequest, "parameter" | "file" | "signal">,
): Promise<void> {
  if (answer.status !== 200) {
    answer.discard();
    throw parameterFault(parameter, `the address answered ${answer.status}`);
  }
  try {
    await pipeline(answer.body, createWriteStream(file, { flags: "wx", mode: 0o600 }), { signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw toFetchFault(parameter, error);
  }
}

/** What every fetch of a task has in common. The engine's own media may be worked on although it is private. */
export const guardOf = ({ config, accounts }: Engine) => ({
  allowPrivate: [
    ...config.allowPrivateUrls,
    ...Object.values(accounts.credentials).flatMap(({ baseUrl }) => URL.parse(baseUrl)?.host ?? []),
  ],
  idleTimeoutMs: config.limits.sourceSilenceMs,
  maxRedirects: 3,
});

/** The caller's fault or the address's, in words; anything else is ours and stays as it is. */
export function toFetchFault(parameter: string, error: unknown): unknown {
  // What a private name resolves to is not told to whoever sent it.
  if (error instanceof BlockedAddressError)
    return parameterFault(parameter, "this address may not be fetched");
  if (error instanceof ResponseTooLargeError) return parameterFault(parameter, "the file is too large");
  if (error instanceof TooManyRedirectsError)
    return parameterFault(parameter, "the address redirects too often");
  if (error instanceof CallTimeoutError) return parameterFault(parameter, "the address took too long");
  if (isCode(error, "ENOSPC")) return new TaskFault("the disk of the engine is full");
  const isOfNetwork = error instanceof Error && "code" in error && !isOfDisk(error);
  return isOfNetwork ? parameterFault(parameter, "the address could not be fetched") : error;
}

const isOfDisk = (error: Error) => "syscall" in error && /^(open|write|close)$/.test(String(error.syscall));
