import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const everyBytes = 16 * 1024 * 1024;
let collectYoung: (() => void) | undefined;
let sinceBytes = 0;

/**
 * Tells of received bytes that could not be freed, and every 16 MiB of them has V8 drop the buffers that are done with.
 *
 * Each 64 KiB read is a buffer outside V8's heap, which is not what makes it collect its young objects. Left alone
 * it notices some 25 MB of them at a time and then marks the whole heap: fifty times per GiB, two thirds of an
 * upload's processor time in a process that also holds a database. A young collection takes about a millisecond
 * (`docs/decisions/0008-bytes-of-an-upload.md`).
 */
export function noteReceived(bytes: number): void {
  sinceBytes += bytes;
  if (sinceBytes < everyBytes) return;
  sinceBytes = 0;
  collectYoung ??= openCollector();
  collectYoung();
}

/** The only way to V8's collector that needs no flag on the command line. */
function openCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") return () => {};
  return () => {
    collect({ type: "minor" });
  };
}
