import { refusalOf } from "../admission.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { FileUnreadable } from "../patience.ts";
import type { FileInspector, Inspection } from "../ports.ts";

// The dialog looks before the engine does: the second asks for what the first found.
const known = new WeakMap<File, Promise<Inspection>>();

/** Looks into files, each once. */
export const browserInspector: FileInspector = {
  inspect(file, signal) {
    const before = known.get(file);
    if (before) return before;
    const inspection = inspect(file, signal);
    known.set(file, inspection);
    inspection.catch(() => known.delete(file));
    return inspection;
  },
};

async function inspect(file: File, signal: AbortSignal): Promise<Inspection> {
  const { head, fingerprint } = await readEdges(file);
  const isEmpty = file.size === 0;
  const { readFile } = await import("./read-facts.ts");
  const { facts, poster } = isEmpty ? { facts: null, poster: null } : await readFile(file, signal);
  return {
    fingerprint,
    facts,
    poster,
    refusal: refusalOf({ name: file.name, sizeBytes: file.size, head, facts }),
  };
}

async function readEdges(file: File): Promise<{ head: Uint8Array; fingerprint: string }> {
  try {
    const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
    return { head, fingerprint: await fingerprintOf(file) };
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    throw new FileUnreadable("This file cannot be read.", { cause });
  }
}
