import type { UploadTicket } from "../schema.ts";
import * as chunks from "./chunks-session.ts";
import * as parts from "./parts-session.ts";
import type { UploadBackend, UploadTransport } from "./ports.ts";
import type { UploadSession } from "./upload-model.ts";

/** Parts the provider still lacks, each with the bytes it has of it already. */
export type MissingParts = ReadonlyMap<number, number>;

export interface SentPart {
  /** The asset, once the provider has all of the file. */
  readonly finishedAssetId: string | undefined;
}

/** What a session speaks through: the way to the provider, and the dashboard for what only the account's key may ask. */
export interface SessionLine {
  readonly transport: UploadTransport;
  readonly backend: Pick<UploadBackend, "standing" | "release">;
  readonly uploadId: string;
}

const isChunked = ({ kind }: UploadSession) => kind === "chunks";

/** Throws `ProviderRefusal` when the provider gives none. */
export async function openSession(
  { transport }: SessionLine,
  ticket: UploadTicket,
  signal: AbortSignal,
): Promise<UploadSession> {
  if (ticket.kind === "session") return parts.openSession(transport, ticket, signal);
  const { url: location, ...session } = ticket;
  return { ...session, location };
}

export async function listMissingParts(
  line: SessionLine,
  session: UploadSession,
  signal: AbortSignal,
): Promise<MissingParts> {
  return isChunked(session)
    ? chunks.listMissingParts(line, session, signal)
    : parts.listMissingParts(line.transport, session, signal);
}

/** Sends one part, or what is left of it from `offset`. Throws `ProviderRefusal`, or what the transport throws. */
export async function sendPart(
  { transport }: SessionLine,
  session: UploadSession,
  part: { number: number; offset: number; bytes: Blob; fileName: string },
  options: { signal: AbortSignal; onSent: (bytes: number) => void },
): Promise<SentPart> {
  return (isChunked(session) ? chunks : parts).sendPart(transport, session, part, options);
}

/** The asset of a file that is all there, whose last answer was lost; undefined where the provider does not tell. */
export async function findFinishedAsset(
  line: SessionLine,
  session: UploadSession,
  signal: AbortSignal,
): Promise<string | undefined> {
  return isChunked(session)
    ? chunks.findFinishedAsset(line, session, signal)
    : parts.findFinishedAsset(line.transport, session, signal);
}

/** Gives the provider its space back. Nothing is lost when it does not arrive: sessions expire. */
export async function abortSession(
  line: SessionLine,
  session: UploadSession,
  signal: AbortSignal,
): Promise<void> {
  return isChunked(session)
    ? chunks.release(line, session)
    : parts.abortSession(line.transport, session, signal);
}

/** The file has arrived: gives back what only sending it needed. */
export async function closeSession(line: SessionLine, session: UploadSession): Promise<void> {
  // Not asked what became of the asset: a provider that is slow to know would have it taken for half a one.
  if (isChunked(session)) await chunks.release(line, { ...session, providerAssetId: null });
}
