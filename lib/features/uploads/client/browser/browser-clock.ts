import type { UploadClock } from "../ports.ts";

/** The page's clock. A wait also ends when the browser comes back online: no need to sit out a back-off then. */
export const browserClock: UploadClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const finish = () => {
        clearTimeout(timer);
        removeEventListener("online", finish);
        signal.removeEventListener("abort", finish);
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const timer = setTimeout(finish, ms);
      addEventListener("online", finish);
      signal.addEventListener("abort", finish);
    }),
};
