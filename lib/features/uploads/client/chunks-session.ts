import { z } from "zod";
import type { UploadTransport } from "./ports.ts";
import { isSuccess, ProviderRefusal, parseAnswer } from "./provider-refusal.ts";
import type { MissingParts, SentPart, SessionLine } from "./provider-session.ts";
import type { UploadSession } from "./upload-model.ts";

/** Before the last part has come the answer holds the id alone, then the whole video (`apivideo.md` section 7). */
const wireVideo = z.object({ videoId: z.string().min(1), title: z.string().optional() });
const wireProblem = z.object({ type: z.string() });

const refusal = (status: number, title: string) =>
  new ProviderRefusal({ status, text: JSON.stringify({ title }), retryAfterMs: null });

/** No other token may go on with what this one began: it is over, as a session that is gone. */
const expired = () => refusal(410, "The upload token has expired.");

/** A part that broke off counts for nothing: it is sent whole again. */
export async function listMissingParts(
  line: SessionLine,
  session: UploadSession,
  signal: AbortSignal,
): Promise<MissingParts> {
  // Kept by a page of before, when the first chunk made the asset: that is not known to have arrived.
  if (!session.providerAssetId) throw expired();
  const { isOpen, isComplete, parts } = await askStanding(line, session, signal);
  if (isComplete) return new Map();
  // An address that takes no more answers so only to a request that it reads to its end: a page sees a broken line.
  if (!isOpen) throw expired();
  const arrived = new Set(parts);
  const numbers = Array.from({ length: session.partCount }, (_, part) => part);
  return new Map(numbers.filter((part) => !arrived.has(part)).map((part) => [part, 0]));
}

/** Sends one part as a form, numbered from 1, into the video that was made for it. */
export async function sendPart(
  transport: UploadTransport,
  session: UploadSession,
  { number, bytes, fileName }: { number: number; bytes: Blob; fileName: string },
  options: { signal: AbortSignal; onSent: (bytes: number) => void },
): Promise<SentPart> {
  const videoId = session.providerAssetId;
  const answer = await transport.sendPart(
    {
      url: session.location,
      headers: { "content-range": `part ${number + 1}/${session.partCount}` },
      bytes,
      form: { fields: videoId ? { videoId } : {}, fileName },
    },
    options,
  );
  if (!isSuccess(answer)) {
    if (hasArrivedBefore(answer.text)) return { finishedAssetId: undefined };
    throw answer.status === 401 ? expired() : new ProviderRefusal(answer);
  }
  const video = parseAnswer(wireVideo, answer.text);
  return { finishedAssetId: video?.title === undefined ? undefined : video.videoId };
}

export async function findFinishedAsset(
  line: SessionLine,
  session: UploadSession,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { isComplete } = await askStanding(line, session, signal);
  return isComplete ? (session.providerAssetId ?? undefined) : undefined;
}

/** Its token goes, and the video unless all of it has arrived. */
export async function release(
  { backend, uploadId }: SessionLine,
  { location, providerAssetId = null }: UploadSession,
): Promise<void> {
  await backend.release({ uploadId, url: location, providerAssetId });
}

/** A video that is gone is a refusal, as a forgotten session is. */
async function askStanding(
  { backend, uploadId }: SessionLine,
  { location, providerAssetId = null }: UploadSession,
  signal: AbortSignal,
) {
  const standing = await backend.standing({ uploadId, url: location, providerAssetId }, signal);
  if (!standing) throw refusal(404, "The video is gone.");
  return standing;
}

/** Its answer was lost on the way and it was sent again, or a page before this one had it on its way. */
function hasArrivedBefore(text: string): boolean {
  const { type = "" } = parseAnswer(wireProblem, text) ?? {};
  return /(part-already-sent|source-already-uploaded)$/.test(type);
}
