import { setTimeout as delay } from "node:timers/promises";
import { fetchTransport } from "#lib/features/uploads/client/fetch-transport.ts";
import { fingerprintOf } from "#lib/features/uploads/client/fingerprint.ts";
import type {
  Inspection,
  UploadClock,
  UploadPorts,
  UploadStore,
} from "#lib/features/uploads/client/ports.ts";
import { LineError, type UploadBackend, type UploadTransport } from "#lib/features/uploads/client/ports.ts";
import type { StoredUpload } from "#lib/features/uploads/client/upload-model.ts";

/** A page's clock whose waits are a `hurry`-th of what they are there; their order is the same. */
export const hurriedClock = (hurry: number): UploadClock => ({
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: async (ms, signal) => {
    await delay(ms / hurry, undefined, { signal });
  },
});

/** IndexedDB's part, in memory; outlives an engine as the browser's outlives a page. */
export function memoryStore(): UploadStore & { readonly kept: Map<string, StoredUpload> } {
  const kept = new Map<string, StoredUpload>();
  return {
    kept,
    all: async () =>
      [...kept.values()].sort((a, b) => a.order - b.order).map((each) => structuredClone(each)),
    put: async (upload) => {
      kept.set(upload.uploadId, structuredClone(upload));
    },
    remove: async (uploadId) => {
      kept.delete(uploadId);
    },
  };
}

/** What the transport was asked to do. */
export interface LineLog {
  readonly parts: { readonly part: number; readonly bytes: number; readonly ok: boolean }[];
  sentBytes(): number;
}

/** The real line, with a record of what went over it. `cut` breaks a part's request when it answers true. */
export function watchedTransport(cut: (part: number) => boolean = () => false): UploadTransport & LineLog {
  const parts: { part: number; bytes: number; ok: boolean }[] = [];
  return {
    parts,
    sentBytes: () => parts.reduce((sum, { bytes, ok }) => sum + (ok ? bytes : 0), 0),
    call: fetchTransport.call,
    async sendPart(part, options) {
      const number = partNumberOf(part.headers);
      const record = { part: number, bytes: part.bytes.size, ok: false };
      if (cut(number)) {
        parts.push(record);
        throw new LineError("cut by the test");
      }
      try {
        const answer = await fetchTransport.sendPart(part, options);
        record.ok = answer.status === 200 || answer.status === 201;
        return answer;
      } finally {
        parts.push(record);
      }
    },
  };
}

/** From 0: Telestream's own header, or api.video's `part n/m`, which counts from 1. */
function partNumberOf(headers: Readonly<Record<string, string>>): number {
  const [, number] = /^part (\d+)/.exec(headers["content-range"] ?? "") ?? [];
  return number === undefined ? Number(headers["x-part"]) : Number(number) - 1;
}

export function testPorts(
  given: Pick<UploadPorts, "backend"> & Partial<UploadPorts> & { backend: UploadBackend },
): UploadPorts {
  return {
    clock: hurriedClock(100),
    transport: fetchTransport,
    store: memoryStore(),
    inspector: { inspect: (file) => inspectPlainly(file) },
    claims: { take: async () => () => {} },
    keptFiles: { reopen: async () => "file-needed" },
    ...given,
  };
}

/** What a page learns of a file, without a decoder. */
async function inspectPlainly(file: File): Promise<Inspection> {
  return {
    fingerprint: await fingerprintOf(file),
    facts: null,
    poster: null,
    refusal: file.size === 0 ? "This file is empty (0 bytes)." : null,
  };
}
