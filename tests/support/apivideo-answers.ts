import { z } from "zod";
import type { Answer } from "./apivideo-caller.ts";

/** The members of the engine's answers that tests look into, as the protocol's document has them. */
export const answers = {
  made: z.looseObject({ videoId: z.string() }),
  token: z.looseObject({ token: z.string() }),
  access: z.looseObject({ access_token: z.string(), refresh_token: z.string() }),
  video: z.looseObject({
    videoId: z.string(),
    title: z.string(),
    assets: z.looseObject({ hls: z.string(), player: z.string() }),
    source: z.unknown(),
    tags: z.unknown(),
    metadata: z.unknown(),
    reelyard: z.looseObject({ status: z.string(), error: z.string().nullish(), playable: z.boolean() }),
  }),
  videos: z.looseObject({ data: z.array(z.looseObject({ videoId: z.string() })) }),
  status: z.looseObject({
    ingest: z.looseObject({ status: z.string(), filesize: z.number().nullish(), receivedBytes: z.unknown() }),
    encoding: z.looseObject({ metadata: z.looseObject({ width: z.number().nullish() }) }),
  }),
  encoded: z.looseObject({
    encoding: z.looseObject({ qualities: z.array(z.looseObject({ status: z.string() })) }),
  }),
  problem: z.looseObject({
    type: z.string(),
    title: z.string(),
    name: z.string().optional(),
    problems: z.array(z.looseObject({ title: z.string(), name: z.string() })).optional(),
  }),
  metric: z.looseObject({ data: z.number() }),
  liveStream: z.looseObject({
    streamKey: z.string(),
    reelyard: z.looseObject({ ingestUrl: z.string() }),
  }),
  liveStreams: z.looseObject({
    data: z.array(z.looseObject({ reelyard: z.looseObject({ ingestUrl: z.string() }) })),
  }),
  relays: z.looseObject({
    reelyard: z.looseObject({
      relays: z.array(z.looseObject({ state: z.string(), problem: z.string().nullable() })),
    }),
  }),
  deliveries: z.looseObject({
    data: z.array(
      z.looseObject({
        deliveryId: z.string(),
        state: z.string(),
        attempts: z.array(z.looseObject({ status: z.number().nullable() })),
      }),
    ),
  }),
} as const;

/** What was answered, as it is described above. Throws when it is something else. */
export function read<Name extends keyof typeof answers>(
  { body }: Answer,
  name: Name,
): z.output<(typeof answers)[Name]>;
export function read({ body }: Answer, name: keyof typeof answers): unknown {
  return answers[name].parse(body);
}
