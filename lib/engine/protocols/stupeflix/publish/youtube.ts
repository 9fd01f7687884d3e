import { z } from "zod";
import type { Engine } from "../../../engine.ts";
import { Service, ServiceInterrupted, sendInParts } from "./service.ts";
import type { VideoFile } from "./video-file.ts";

export interface YoutubeVideo {
  readonly access_token: string;
  readonly developer_key: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly tags: readonly string[];
  readonly category_id: number;
  readonly privacy_status: string;
}

const video = z.object({ id: z.string() });
const problem = z.object({
  error: z.object({
    message: z.string(),
    errors: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
});

/**
 * Publishes a video: https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol
 * Answers its address. Throws `TaskFault` with YouTube's own words.
 */
export async function publishOnYoutube(
  file: VideoFile,
  asked: YoutubeVideo,
  context: { readonly engine: Engine; readonly signal: AbortSignal },
  tell: (percent: number) => void,
): Promise<string> {
  const service = new Service(
    { name: "YouTube", baseUrl: ({ youtubeUrl }) => youtubeUrl, wordsOf },
    context.engine,
    context.signal,
  );
  const authorization = `Bearer ${asked.access_token}`;
  const session = await service.persist(() => openSession(service, file, asked, authorization));
  let finished: unknown;
  /** 308 with how far it has it; 200 or 201 with the video. */
  const put = async (range: string, body: Buffer): Promise<number> => {
    const answer = await service.call({
      method: "PUT",
      url: session,
      headers: { authorization, "content-type": file.mimeType, "content-range": range },
      body,
    });
    if (answer.status === 308) {
      const [, last] = /^bytes=0-(\d+)$/.exec(answer.headers.range ?? "") ?? [];
      return last === undefined ? 0 : Number(last) + 1;
    }
    if (answer.status !== 200 && answer.status !== 201) throw service.refusal(answer);
    finished = answer.json;
    return file.size;
  };
  await sendInParts(
    service,
    file,
    {
      send: (offset, part) => put(`bytes ${offset}-${offset + part.length - 1}/${file.size}`, part),
      ask: () => put(`bytes */${file.size}`, Buffer.alloc(0)),
    },
    (sent) => tell(Math.floor((sent * 100) / file.size)),
  );
  return `https://www.youtube.com/watch?v=${video.parse(finished).id}`;
}

async function openSession(
  service: Service,
  file: VideoFile,
  asked: YoutubeVideo,
  authorization: string,
): Promise<string> {
  const query = new URLSearchParams({
    uploadType: "resumable",
    part: "snippet,status",
    key: asked.developer_key,
  });
  const answer = await service.call({
    method: "POST",
    url: `${service.baseUrl}/upload/youtube/v3/videos?${query}`,
    headers: {
      authorization,
      "content-type": "application/json; charset=UTF-8",
      "x-upload-content-length": String(file.size),
      "x-upload-content-type": file.mimeType,
    },
    body: JSON.stringify({
      snippet: {
        title: asked.title,
        description: asked.description ?? "",
        tags: asked.tags,
        categoryId: String(asked.category_id),
      },
      status: { privacyStatus: asked.privacy_status },
    }),
  });
  if (answer.status !== 200) throw service.refusal(answer);
  const { location } = answer.headers;
  if (!location) throw new ServiceInterrupted("no upload address was given");
  return location;
}

function wordsOf(json: unknown): string | undefined {
  const parsed = problem.safeParse(json);
  if (!parsed.success) return undefined;
  const { message, errors } = parsed.data.error;
  const reason = errors?.[0]?.reason;
  return reason ? `${message} (${reason})` : message;
}
