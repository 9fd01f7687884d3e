/** Sends a file where the provider said: its fields in order, the file last. Rejects with words for a person. */
export async function sendAttachment(
  target: { readonly url: string; readonly fields: readonly (readonly [name: string, value: string])[] },
  file: File,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (fraction: number) => void },
): Promise<void> {
  signal.throwIfAborted();
  const form = new FormData();
  for (const [name, value] of target.fields) form.append(name, value);
  form.append("file", file, file.name);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = new XMLHttpRequest();
  request.open("POST", target.url);
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  request.onload = () => {
    if (request.status >= 200 && request.status < 300) resolve();
    else reject(new Error(`The upload was refused with status ${request.status}.`));
  };
  request.onerror = () => reject(new Error("The upload broke off. Try again."));
  request.onabort = () => reject(signal.reason);
  signal.addEventListener("abort", () => request.abort(), { once: true });
  request.send(form);
  return promise;
}
