import { openInput } from "#lib/features/stupeflix/actions.ts";
import { maxAttemptsWithoutProgress, retryDelayMs } from "#lib/features/uploads/client/retry-delay.ts";

export interface SentInput {
  /** What a task names. */
  readonly url: string;
  readonly browserUrl: string;
}

/** Sends a file to the service, for a task to read. Throws an `Error` whose message is for people. */
export async function sendInput(
  connectionId: string,
  file: File,
  { signal, onSent }: { signal: AbortSignal; onSent(percent: number): void },
): Promise<SentInput> {
  const opened = await openInput({ connectionId, fileName: file.name });
  if (!opened.ok) throw new Error(opened.error.message);
  signal.throwIfAborted();
  const { url, uploadUrl } = opened.value;
  await sendOn(uploadUrl, file, { signal, onSent });
  return { url, browserUrl: uploadUrl.split("?", 1)[0] ?? uploadUrl };
}

interface Sending {
  readonly signal: AbortSignal;
  onSent(percent: number): void;
}

/** Until the service has it: what breaks off goes on where it was, as uploads do. */
async function sendOn(url: string, file: File, sending: Sending): Promise<void> {
  let from = 0;
  for (let attempt = 1; ; attempt++) {
    const status = await put(url, file, from, sending);
    if (status === 201) return;
    if (status === 413) throw new Error("The file is larger than the service takes.");
    const isPassing = status === 0 || status === 202 || status === 409 || status >= 500;
    if (!isPassing || attempt > maxAttemptsWithoutProgress)
      throw new Error(`The service did not take the file (${status || "no answer"}).`);
    await wait(retryDelayMs(attempt, Math.random), sending.signal);
    const here = await readStanding(url, sending.signal);
    if (here?.isComplete) return;
    if (here && here.offset > from) attempt = 0;
    from = Math.min(here?.offset ?? from, file.size);
  }
}

/** How much of it the service has; undefined when it cannot be asked. */
async function readStanding(url: string, signal: AbortSignal) {
  const answer = await fetch(url, { method: "HEAD", signal }).catch(() => undefined);
  signal.throwIfAborted();
  const offset = Number(answer?.headers.get("upload-offset") ?? Number.NaN);
  if (!answer?.ok || !Number.isInteger(offset)) return undefined;
  return { offset, isComplete: answer.headers.get("upload-complete") === "?1" };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** XMLHttpRequest, because it alone tells how much has been sent. */
function put(url: string, file: File, from: number, { signal, onSent }: Sending): Promise<number> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    const settle = (outcome: () => void) => {
      signal.removeEventListener("abort", abort);
      outcome();
    };
    xhr.upload.onprogress = ({ loaded }) =>
      onSent(file.size > 0 ? Math.min(100, ((from + loaded) / file.size) * 100) : 0);
    xhr.onload = () => settle(() => resolve(xhr.status));
    xhr.onerror = () => settle(() => resolve(0));
    xhr.onabort = () => settle(() => reject(new DOMException("The sending was stopped.", "AbortError")));
    signal.addEventListener("abort", abort, { once: true });
    xhr.open("PUT", url);
    if (file.type !== "") xhr.setRequestHeader("content-type", file.type);
    if (from > 0) xhr.setRequestHeader("content-range", `bytes ${from}-${file.size - 1}/${file.size}`);
    xhr.send(from > 0 ? file.slice(from) : file);
  });
}
