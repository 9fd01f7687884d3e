import { z } from "zod";
import type { SessionTicket } from "../schema.ts";
import type { UploadTransport } from "./ports.ts";
import { isSuccess, ProviderRefusal, parseAnswer } from "./provider-refusal.ts";
import type { MissingParts, SentPart } from "./provider-session.ts";
import type { UploadSession } from "./upload-model.ts";

/** Numbers travel as strings in the session's answer (document §6.2). */
const wireSession = z.object({
  location: z.string().min(1),
  parts: z.coerce.number().int().min(1).max(10_000),
  part_size: z.coerce.number().int().min(1),
  max_connections: z.coerce.number().int().min(1).catch(4),
});
const wireMissing = z.object({
  missing_parts: z.array(z.number().int().nonnegative()),
  /** Our engine's addition: bytes it has of parts that broke off (docs/decisions/0003). */
  reelyard: z.object({ received: z.record(z.string(), z.number().int().nonnegative()) }).optional(),
});
const wireVideo = z.object({ id: z.string().min(1) });

/** Where a provider's URL is reached from this browser. */
export function toReachableUrl(url: string, bases: SessionTicket["bases"]): string {
  return url.startsWith(bases.server) ? bases.browser + url.slice(bases.server.length) : url;
}

/** Posts the signed form of §6.2; throws `ProviderRefusal` when no session came back. */
export async function openSession(
  transport: UploadTransport,
  { request, bases }: SessionTicket,
  signal: AbortSignal,
): Promise<UploadSession> {
  const answer = await transport.call(
    {
      method: request.method,
      url: toReachableUrl(request.url, bases),
      headers: { ...request.headers, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(request.form).toString(),
    },
    signal,
  );
  const session = isSuccess(answer) ? parseAnswer(wireSession, answer.text) : undefined;
  if (!session) throw new ProviderRefusal(answer);
  return {
    location: toReachableUrl(session.location, bases),
    partSizeBytes: session.part_size,
    partCount: session.parts,
    maxConnections: session.max_connections,
  };
}

/** What is missing, §6.4. A completed session answers with an empty body: nothing. */
export async function listMissingParts(
  transport: UploadTransport,
  session: UploadSession,
  signal: AbortSignal,
): Promise<MissingParts> {
  const answer = await transport.call({ method: "GET", url: session.location }, signal);
  if (!isSuccess(answer)) throw new ProviderRefusal(answer);
  if (answer.text.trim() === "") return new Map();
  const listed = parseAnswer(wireMissing, answer.text);
  if (!listed) throw new ProviderRefusal(answer);
  const received = listed.reelyard?.received ?? {};
  return new Map(
    listed.missing_parts
      .filter((part) => part < session.partCount)
      .map((part) => [part, received[part] ?? 0] as const),
  );
}

/**
 * Sends one part, or what is left of it from `offset`. Answers the finished video's id when it was the last one
 * missing. Only our engine tells offsets, so only it is sent any.
 */
export async function sendPart(
  transport: UploadTransport,
  session: UploadSession,
  part: { number: number; offset: number; bytes: Blob },
  options: { signal: AbortSignal; onSent: (bytes: number) => void },
): Promise<SentPart> {
  const headers = {
    "content-type": "application/octet-stream",
    "x-part": String(part.number),
    ...(part.offset > 0 && { "x-part-offset": String(part.offset) }),
  };
  const answer = await transport.sendPart({ url: session.location, headers, bytes: part.bytes }, options);
  if (!isSuccess(answer)) throw new ProviderRefusal(answer);
  return { finishedAssetId: parseAnswer(wireVideo, answer.text)?.id };
}

/**
 * Asks a provider whose answer to the last part was lost which video it made. Our engine repeats that answer to any
 * part of a completed session, also an empty one; undefined where a provider does not.
 */
export async function findFinishedAsset(
  transport: UploadTransport,
  session: UploadSession,
  signal: AbortSignal,
): Promise<string | undefined> {
  const headers = { "content-type": "application/octet-stream", "x-part": String(session.partCount - 1) };
  const answer = await transport.call({ method: "POST", url: session.location, headers, body: "" }, signal);
  return isSuccess(answer) ? parseAnswer(wireVideo, answer.text)?.id : undefined;
}

/** Gives the provider its space back. Nothing is lost when it does not arrive: sessions expire. */
export async function abortSession(
  transport: UploadTransport,
  session: UploadSession,
  signal: AbortSignal,
): Promise<void> {
  const answer = await transport.call({ method: "DELETE", url: session.location }, signal);
  if (!isSuccess(answer) && answer.status !== 404 && answer.status !== 410) throw new ProviderRefusal(answer);
}
