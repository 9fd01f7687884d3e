import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Engine } from "../../../engine.ts";
import { Service, type ServiceAnswer, ServiceInterrupted, sendInParts } from "./service.ts";
import type { VideoFile } from "./video-file.ts";

export interface FacebookVideo {
  readonly access_token: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly privacy: string;
  readonly no_story: boolean;
  /** `-` for none. */
  readonly app_secret: string;
}

/** Offsets are decimal texts there. */
const offset = z.coerce.number().int().nonnegative();
const started = z.object({ upload_session_id: z.string(), video_id: z.string() });
const range = z.object({ start_offset: offset, end_offset: offset });
const problem = z.object({
  error: z.object({
    message: z.string(),
    error_user_msg: z.string().optional(),
    error_subcode: z.number().optional(),
    is_transient: z.boolean().optional(),
    error_data: z.unknown().optional(),
  }),
});
const wrongOffset = 1363037;
/** Of the parts that it says are worth another try. */
const partProblems: readonly number[] = [1363019, 1363030, 1363033, wrongOffset];

/**
 * Publishes a video in chunks: https://developers.facebook.com/docs/graph-api/video-uploads
 * Answers its address. Throws `TaskFault` with Facebook's own words.
 */
export async function publishOnFacebook(
  file: VideoFile,
  asked: FacebookVideo,
  context: { readonly engine: Engine; readonly signal: AbortSignal },
  tell: (percent: number) => void,
): Promise<string> {
  const service = new Service(
    { name: "Facebook", baseUrl: ({ facebookUrl }) => facebookUrl, wordsOf },
    context.engine,
    context.signal,
  );
  const post = async (fields: Readonly<Record<string, string | Blob>>): Promise<unknown> => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...secrets(asked), ...fields })) form.set(name, value);
    const encoded = new Response(form);
    const answer = await service.call({
      method: "POST",
      url: `${service.baseUrl}/me/videos`,
      headers: { "content-type": encoded.headers.get("content-type") ?? "" },
      body: new Uint8Array(await encoded.arrayBuffer()),
    });
    if (answer.status === 200) return answer.json;
    throw isTransient(answer) ? new ServiceInterrupted(wordsOf(answer.json)) : service.refusal(answer);
  };
  const { upload_session_id, video_id } = await service.persist(async () =>
    started.parse(await post({ upload_phase: "start", file_size: String(file.size) })),
  );
  let known = 0;
  const transfer = (start: number, part: Buffer) =>
    post({
      upload_phase: "transfer",
      upload_session_id,
      start_offset: String(start),
      video_file_chunk: new Blob([new Uint8Array(part)], { type: "application/octet-stream" }),
    });
  await sendInParts(
    service,
    file,
    {
      async send(start, part) {
        try {
          known = range.parse(await transfer(start, part)).start_offset;
        } catch (error) {
          if (error instanceof WrongOffset) known = error.offset;
          throw error;
        }
        return known;
      },
      // It is not asked how far it is: it says so with the refusal of a part that begins elsewhere.
      ask: async () => known,
    },
    (sent) => tell(Math.floor((sent * 100) / file.size)),
  );
  await service.persist(() =>
    post({
      upload_phase: "finish",
      upload_session_id,
      ...(asked.title !== undefined && { title: asked.title }),
      ...(asked.description !== undefined && { description: asked.description }),
      // AUTO is the account's own setting.
      ...(asked.privacy !== "AUTO" && { privacy: JSON.stringify({ value: asked.privacy }) }),
      ...(asked.no_story && { no_story: "true" }),
    }),
  );
  return `https://www.facebook.com/watch/?v=${video_id}`;

  function isTransient({ json }: ServiceAnswer): boolean {
    const parsed = problem.safeParse(json);
    if (!parsed.success) return false;
    const { error_subcode: code, is_transient, error_data } = parsed.data.error;
    if (code === wrongOffset) {
      const told = range.safeParse(typeof error_data === "string" ? JSON.parse(error_data) : error_data);
      if (told.success) throw new WrongOffset(told.data.start_offset);
    }
    return is_transient === true || (code !== undefined && partProblems.includes(code));
  }
}

class WrongOffset extends ServiceInterrupted {
  readonly offset: number;

  constructor(offset: number) {
    super("a part began at another offset");
    this.offset = offset;
  }
}

/** https://developers.facebook.com/docs/graph-api/guides/secure-requests#appsecret_proof */
function secrets({ access_token, app_secret }: FacebookVideo): Record<string, string> {
  if (app_secret === "-") return { access_token };
  const proof = createHmac("sha256", app_secret).update(access_token).digest("hex");
  return { access_token, appsecret_proof: proof };
}

function wordsOf(json: unknown): string | undefined {
  const parsed = problem.safeParse(json);
  if (!parsed.success) return undefined;
  const { message, error_user_msg } = parsed.data.error;
  return error_user_msg && error_user_msg !== message ? `${message} ${error_user_msg}` : message;
}
