import { z } from "zod";

export const wireAccessToken = z.looseObject({
  token_type: z.string(),
  expires_in: z.number(),
  access_token: z.string(),
  refresh_token: z.string(),
});
export type WireAccessToken = z.output<typeof wireAccessToken>;
