import { openInput } from "#lib/features/stupeflix/actions.ts";
import { retryDelayMs } from "#lib/features/uploads/client/retry-delay.ts";
import { type Standing, sendOn } from "./send-on.ts";

export interface SentInput {
  /** What a task names. */
  readonly url: string;
  readonly browserUrl: string;
}

interface Sending {
  readonly signal: AbortSignal;
  onSent(percent: number): void;
  /** It broke off, and waits for the service. */
  onBroken(): void;
}

/** Sends a file to the service, for a task to read. Throws an `Error` whose message is for people. */
export async function sendInput(connectionId: string, file: File, sending: Sending): Promise<SentInput> {
  const opened = await openInput({ connectionId, fileName: file.name });
  if (!opened.ok) throw new Error(opened.error.message);
  sending.signal.throwIfAborted();
  const { url, uploadUrl } = opened.value;
  const { signal } = sending;
  await sendOn(file.size, {
    put: (from) => put(uploadUrl, file, from, sending),
    readStanding: () => readStanding(uploadUrl, signal),
    wait: (attempt) => wait(retryDelayMs(attempt, Math.random), signal),
    onBroken: () => sending.onBroken(),
  });
  return { url, browserUrl: uploadUrl.split("?", 1)[0] ?? uploadUrl };
}

const percentOf = (bytes: number, { size }: File) => (size > 0 ? Math.min(100, (bytes / size) * 100) : 0);

/** How much of it the service has; undefined when it cannot be asked. */
async function readStanding(url: string, signal: AbortSignal): Promise<Standing | undefined> {
  const answer = await fetch(url, { method: "HEAD", signal }).catch(() => undefined);
  signal.throwIfAborted();
  if (answer?.status === 403) throw new Error("The time to send this file is over. Choose it once more.");
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
function put(
  url: string,
  file: File,
  from: number,
  { signal, onSent }: Pick<Sending, "signal" | "onSent">,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    const settle = (outcome: () => void) => {
      signal.removeEventListener("abort", abort);
      outcome();
    };
    xhr.upload.onprogress = ({ loaded }) => onSent(percentOf(from + loaded, file));
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
