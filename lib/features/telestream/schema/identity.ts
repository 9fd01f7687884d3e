import { z } from "zod";

/** Ids on this wire are 32 hex digits; other generations' are left to the service to know. */
const id = z.string().min(1).max(100);

export const connectionInput = z.object({ connectionId: id });
export const factoryInput = connectionInput.extend({ factoryId: id });
export const profileInput = factoryInput.extend({ profileId: z.string().min(1).max(200) });
export type ProfileInput = z.output<typeof profileInput>;
export type FactoryInput = z.output<typeof factoryInput>;
