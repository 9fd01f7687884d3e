import type { UploadTicket } from "../schema.ts";
import type { HostLanes } from "./host-lanes.ts";
import { PartLedger, type PartPlan, partRange } from "./part-plan.ts";
import { FileUnreadable, Patience } from "./patience.ts";
import { LineError, type UploadClock } from "./ports.ts";
import { ProviderRefusal } from "./provider-refusal.ts";
import {
  abortSession,
  listMissingParts,
  type MissingParts,
  openSession,
  type SentPart,
  type SessionLine,
  sendPart,
} from "./provider-session.ts";
import type { UploadSession } from "./upload-model.ts";

export interface SendJob {
  readonly file: File;
  /** What its session is spoken through. */
  readonly line: SessionLine;
  /** Lower goes first when lanes are short. */
  readonly order: number;
  /** The session of an earlier run, to be continued. */
  readonly session: UploadSession | null;
  /** Signs just now; called late, and once more when the provider refuses the signature. */
  sign(signal: AbortSignal): Promise<UploadTicket>;
  /** A session was opened; resolves when it is safely kept, and only then do bytes leave. */
  keepSession(session: UploadSession): Promise<void>;
  onLedger(ledger: PartLedger): void;
  onSent(): void;
  onTrouble(words: string | null): void;
}

export interface SendPorts {
  readonly clock: UploadClock;
  readonly lanes: HostLanes;
  /** Parts of this file at once, as far as the lanes allow. */
  readonly threads: number;
}

/**
 * Sends one file in a resumable session of parallel parts (document §6.4), continuing `job.session` if it still
 * lives. Resolves to the provider's id once it has every byte; rejects with the signal's reason when aborted.
 */
export async function sendFile(
  job: SendJob,
  ports: SendPorts,
  signal: AbortSignal,
): Promise<{ providerAssetId: string; partCount: number }> {
  const patience = new Patience(ports.clock, job.onTrouble);
  const open = async () => {
    const session = await openSigned(job, patience, signal);
    await job.keepSession(session);
    return session;
  };
  let session = job.session ?? (await open());
  let mayReopen = true;
  for (;;) {
    try {
      const providerAssetId = await sendSession(session, job, ports, patience, signal);
      return { providerAssetId, partCount: session.partCount };
    } catch (error) {
      // The provider forgot the session (it expires, or was aborted elsewhere): begin anew, but only once.
      if (!(error instanceof ProviderRefusal && error.isGone && mayReopen)) throw error;
      mayReopen = false;
      // What half of it is there stays behind where even that is refused.
      await abortSession(job.line, session, signal).catch(() => {});
      session = await open();
    }
  }
}

async function openSigned(job: SendJob, patience: Patience, signal: AbortSignal) {
  const attempt = () =>
    patience.keepTrying(async () => openSession(job.line, await job.sign(signal), signal), signal);
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof ProviderRefusal && error.isSignature)) throw error;
    return attempt();
  }
}

async function sendSession(
  session: UploadSession,
  job: SendJob,
  ports: SendPorts,
  patience: Patience,
  signal: AbortSignal,
): Promise<string> {
  const plan: PartPlan = {
    sizeBytes: job.file.size,
    partSizeBytes: session.partSizeBytes,
    partCount: session.partCount,
  };
  const everyPart = new Map(Array.from({ length: plan.partCount }, (_, part) => [part, 0]));
  const list = () => patience.keepTrying(() => listMissingParts(job.line, session, signal), signal);
  let missing: MissingParts = job.session === session ? await list() : everyPart;
  for (;;) {
    const ledger = new PartLedger(plan, missing);
    job.onLedger(ledger);
    const sending = { session, ledger, job, ports, patience };
    // All there, yet its answer was lost on the way: the last part again makes the provider repeat it.
    const wanted: MissingParts = missing.size > 0 ? missing : new Map([[plan.partCount - 1, 0]]);
    const { finishedAssetId } = await sendParts(wanted, sending, signal);
    if (finishedAssetId) return finishedAssetId;
    const left = await list();
    const known = left.size === 0 ? session.providerAssetId : undefined;
    if (known) return known;
    if (left.size === 0 && missing.size === 0) {
      throw new ProviderRefusal({ status: 502, text: "", retryAfterMs: null });
    }
    missing = left;
  }
}

interface Sending {
  readonly session: UploadSession;
  readonly ledger: PartLedger;
  readonly job: SendJob;
  readonly ports: SendPorts;
  readonly patience: Patience;
}

/** Parallel workers over one list of parts; the first error stops all of them before it is thrown. */
async function sendParts(parts: MissingParts, sending: Sending, signal: AbortSignal): Promise<SentPart> {
  const { session, ledger, job, ports, patience } = sending;
  const left = [...parts];
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let told: SentPart = nothingTold;

  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [part, offset] = next;
      const attempt = partSender(part, offset, sending, either);
      const { finishedAssetId } = await patience.keepTrying(attempt, either);
      if (finishedAssetId) told = { finishedAssetId };
      ledger.finish(part);
      patience.noteProgress();
      job.onSent();
    }
  };
  const workers = Array.from(
    { length: Math.min(ports.threads, session.maxConnections, parts.size) },
    async () => {
      try {
        await work();
      } catch (error) {
        stop.abort(error);
      }
    },
  );
  await Promise.all(workers);
  signal.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
  return told;
}

const nothingTold: SentPart = { finishedAssetId: undefined };

/**
 * Attempts at one part. From the second on the provider is asked first what it has of it: after a cut only the
 * rest is sent, and nothing when merely the answer was lost.
 */
function partSender(part: number, firstOffset: number, sending: Sending, signal: AbortSignal) {
  const { session, ledger, job, ports } = sending;
  const { host } = new URL(session.location);
  let offset: number | undefined = firstOffset;
  return async (): Promise<SentPart> => {
    if (offset === undefined) {
      const missing = await listMissingParts(job.line, session, signal);
      offset = missing.get(part);
      if (offset === undefined) return nothingTold;
    }
    const from = offset;
    const { start, end } = partRange(ledger.plan, part);
    const bytes = job.file.slice(start + from, end);
    const leave = await ports.lanes.enter(host, job.order, signal);
    offset = undefined;
    try {
      return await sendPart(
        job.line,
        session,
        { number: part, offset: from, bytes, fileName: job.file.name },
        {
          signal,
          onSent: (sent) => {
            ledger.report(part, from + sent);
            job.onSent();
          },
        },
      );
    } catch (error) {
      ledger.drop(part);
      job.onSent();
      if (error instanceof LineError) await requireReadable(bytes);
      throw error;
    } finally {
      leave();
    }
  };
}

/** A request whose body cannot be read fails like a broken line; reading it here tells the two apart. */
async function requireReadable(bytes: Blob): Promise<void> {
  try {
    await bytes.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new FileUnreadable("The file was moved, changed or removed while it was being sent.", { cause });
  }
}
