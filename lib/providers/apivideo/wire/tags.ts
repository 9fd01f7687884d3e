import { z } from "zod";
import { pageOf } from "./page.ts";

/** The schema says a number, the vendor's own sample shows a text. */
export const wireTag = z.looseObject({ value: z.string(), videoCount: z.coerce.number() });
export type WireTag = z.output<typeof wireTag>;

export const wireTagPage = pageOf(wireTag);
