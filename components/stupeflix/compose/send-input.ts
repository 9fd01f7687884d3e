import { openInput } from "#lib/features/stupeflix/actions.ts";

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
  const status = await put(uploadUrl, file, { signal, onSent });
  if (status === 413) throw new Error("The file is larger than the service takes.");
  if (status !== 201) throw new Error(`The service did not take the file (${status || "no answer"}).`);
  return { url, browserUrl: uploadUrl.split("?", 1)[0] ?? uploadUrl };
}

/** XMLHttpRequest, because it alone tells how much has been sent. */
function put(
  url: string,
  file: File,
  { signal, onSent }: { signal: AbortSignal; onSent(percent: number): void },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    const settle = (outcome: () => void) => {
      signal.removeEventListener("abort", abort);
      outcome();
    };
    xhr.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? (loaded / total) * 100 : 0);
    xhr.onload = () => settle(() => resolve(xhr.status));
    xhr.onerror = () => settle(() => resolve(0));
    xhr.onabort = () => settle(() => reject(new DOMException("The sending was stopped.", "AbortError")));
    signal.addEventListener("abort", abort, { once: true });
    xhr.open("PUT", url);
    if (file.type !== "") xhr.setRequestHeader("content-type", file.type);
    xhr.send(file);
  });
}
