import { z } from "zod";
import type { Engine } from "../../../engine.ts";
import { Service, ServiceInterrupted, sendInParts } from "./service.ts";
import type { VideoFile } from "./video-file.ts";

export interface VimeoVideo {
  readonly oauth2_token: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

export interface VimeoPublished {
  readonly address: string;
  /** Bytes that the account may still use; null where Vimeo does not say. */
  readonly freeSpace: number | null;
}

const created = z.object({ link: z.string(), upload: z.object({ upload_link: z.string() }) });
const account = z.object({
  upload_quota: z.object({ space: z.object({ free: z.number().nullable() }) }),
});
const problem = z.object({ error: z.string(), developer_message: z.string().optional() });

/**
 * Publishes a video by tus: https://developer.vimeo.com/api/upload/videos
 * Throws `TaskFault` with Vimeo's own words.
 */
export async function publishOnVimeo(
  file: VideoFile,
  { oauth2_token, title, description }: VimeoVideo,
  context: { readonly engine: Engine; readonly signal: AbortSignal },
  tell: (percent: number) => void,
): Promise<VimeoPublished> {
  const service = new Service(
    { name: "Vimeo", baseUrl: ({ vimeoUrl }) => vimeoUrl, wordsOf },
    context.engine,
    context.signal,
  );
  const headers = {
    authorization: `bearer ${oauth2_token}`,
    accept: "application/vnd.vimeo.*+json;version=3.4",
  };
  const { link, upload } = await service.persist(async () => {
    const answer = await service.call({
      method: "POST",
      url: `${service.baseUrl}/me/videos`,
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({
        upload: { approach: "tus", size: file.size },
        ...(title !== undefined && { name: title }),
        ...(description !== undefined && { description }),
      }),
    });
    if (answer.status !== 200 && answer.status !== 201) throw service.refusal(answer);
    return created.parse(answer.json);
  });
  const tus = { "tus-resumable": "1.0.0" };
  const ask = async () => {
    const answer = await service.call({ method: "HEAD", url: upload.upload_link, headers: tus });
    if (answer.status !== 200 && answer.status !== 204) throw service.refusal(answer);
    return offsetOf(answer.headers);
  };
  const send = async (offset: number, body: Buffer) => {
    const answer = await service.call({
      method: "PATCH",
      url: upload.upload_link,
      headers: {
        ...tus,
        "upload-offset": String(offset),
        "content-type": "application/offset+octet-stream",
      },
      body,
    });
    // Another offset than ours: it has more, or less, than we were told.
    if (answer.status === 409) throw new ServiceInterrupted("the upload is at another offset");
    if (answer.status !== 204) throw service.refusal(answer);
    return offsetOf(answer.headers);
  };
  await sendInParts(service, file, { send, ask }, (sent) => tell(Math.floor((sent * 100) / file.size)));
  return { address: link, freeSpace: await readFreeSpace(service, headers) };
}

/** The video is there already: that the account does not tell its space must not fail it. */
async function readFreeSpace(
  service: Service,
  headers: Readonly<Record<string, string>>,
): Promise<number | null> {
  try {
    const answer = await service.call({
      method: "GET",
      url: `${service.baseUrl}/me?fields=upload_quota`,
      headers,
    });
    const parsed = account.safeParse(answer.json);
    return parsed.success ? parsed.data.upload_quota.space.free : null;
  } catch (error) {
    if (error instanceof ServiceInterrupted) return null;
    throw error;
  }
}

function offsetOf(headers: Readonly<Record<string, string>>): number {
  const offset = Number(headers["upload-offset"]);
  if (!Number.isSafeInteger(offset) || offset < 0) throw new ServiceInterrupted("no offset was given");
  return offset;
}

function wordsOf(json: unknown): string | undefined {
  const parsed = problem.safeParse(json);
  if (!parsed.success) return undefined;
  const { error, developer_message } = parsed.data;
  return developer_message ? `${error} ${developer_message}` : error;
}
