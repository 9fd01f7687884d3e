import { z } from "zod";

const assetId = z.string().min(1).max(100);
const title = z.string().trim().min(1, "How it is called here.").max(200);
const address = z.url({ protocol: /^https?$/, error: "A web address that starts with http:// or https://." });
const needed = (what: string) => z.string().trim().min(1, what).max(2_000);

/** A target that our engine can push to. Named by a video of its application. */
export const addPushServiceInput = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("put"),
    assetId,
    title,
    url: address,
    /** Sent along as it is; empty for none. */
    authorization: z.string().trim().max(2_000),
  }),
  z.object({
    type: z.literal("s3"),
    assetId,
    title,
    endpoint: address,
    bucket: needed("The bucket's name."),
    region: z.string().trim().max(100),
    prefix: z.string().trim().max(500),
    accessKeyId: needed("The key's id."),
    secretAccessKey: needed("The key itself."),
  }),
]);
export type AddPushServiceInput = z.output<typeof addPushServiceInput>;

export const removePushServiceInput = z.object({
  assetId,
  pushServiceToken: z.string().regex(/^[\w.-]{1,100}$/),
});
export type RemovePushServiceInput = z.output<typeof removePushServiceInput>;
