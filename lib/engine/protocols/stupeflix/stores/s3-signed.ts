import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { Engine } from "../../../engine.ts";
import { guardOf, toFetchFault } from "../tasks/fetch-input.ts";
import { type MadeFile, parameterFault, TaskFault } from "../tasks/task-kind.ts";

const sendTimeoutMs = 60 * 60_000;
const mostTries = 3;

/** Sends a file to an address that somebody signed; answers that address without its signature. */
export async function sendToSignedAddress(
  url: string,
  file: MadeFile,
  { engine, signal }: { engine: Engine; signal: AbortSignal },
): Promise<string> {
  const { size } = await stat(file.path);
  for (let tried = 1; ; tried++) {
    try {
      const answer = await guardedFetch(url, {
        ...guardOf(engine),
        method: "PUT",
        headers: { "content-type": file.mimeType, "content-length": String(size) },
        body: createReadStream(file.path),
        timeoutMs: sendTimeoutMs,
        maxBytes: 1024 * 1024,
        // A redirected PUT would need its body again; a signed address does not move.
        maxRedirects: 0,
        signal,
      });
      answer.discard();
      if (answer.status >= 200 && answer.status < 300) return withoutSignature(url);
      const words = `the signed address answered ${answer.status}`;
      if (answer.status < 500 || tried === mostTries) throw parameterFault("task_store.url", words);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof TaskFault || tried === mostTries) throw toFetchFault("task_store.url", error);
    }
  }
}

function withoutSignature(url: string): string {
  const bare = new URL(url);
  bare.search = "";
  bare.hash = "";
  return bare.href;
}
