import { fetchTransport } from "../fetch-transport.ts";
import { toPartBody } from "../part-body.ts";
import { LineError, type TransportAnswer, type UploadTransport } from "../ports.ts";
import { parseRetryAfter } from "../retry-delay.ts";

/** No byte left for this long: the socket is half open, and only a new one will tell. */
const stallMs = 30_000;

/** XMLHttpRequest for parts, because it alone reports sent bytes; `fetch` for everything small. */
export const xhrTransport: UploadTransport = {
  call: fetchTransport.call,
  sendPart: ({ url, headers, bytes, form }, { signal, onSent }) =>
    new Promise<TransportAnswer>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const xhr = new XMLHttpRequest();
      let stalled: ReturnType<typeof setTimeout>;
      const watch = () => {
        clearTimeout(stalled);
        stalled = setTimeout(() => settle(() => reject(new LineError("The connection stalled."))), stallMs);
      };
      const onAbort = () => settle(() => reject(signal.reason));
      const settle = (outcome: () => void) => {
        clearTimeout(stalled);
        signal.removeEventListener("abort", onAbort);
        outcome();
        if (xhr.readyState !== XMLHttpRequest.DONE) xhr.abort();
      };
      xhr.upload.onprogress = ({ loaded }) => {
        watch();
        // A form's own words count as sent, too.
        onSent(Math.min(loaded, bytes.size));
      };
      xhr.onload = () =>
        settle(() =>
          resolve({
            status: xhr.status,
            text: xhr.responseText,
            retryAfterMs: parseRetryAfter(xhr.getResponseHeader("retry-after"), Date.now()),
          }),
        );
      xhr.onerror = () => settle(() => reject(new LineError("The connection broke.")));
      signal.addEventListener("abort", onAbort, { once: true });
      xhr.open("POST", url);
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
      watch();
      xhr.send(toPartBody(bytes, form));
    }),
};
