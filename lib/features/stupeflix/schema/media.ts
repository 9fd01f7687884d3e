import { z } from "zod";

const connection = z.object({ connectionId: z.string().min(1).max(100) });

export const openInputInput = connection.extend({
  fileName: z.string().min(1, "The file needs a name.").max(200, "The file's name is too long."),
});
export type OpenInputInput = z.output<typeof openInputInput>;

/** Where a browser sends a file, and the address that a task then names. */
export interface OpenedInput {
  readonly url: string;
  readonly uploadUrl: string;
}

export const sourceRequest = connection.extend({ assetId: z.string().min(1).max(300) });
export type SourceRequest = z.output<typeof sourceRequest>;

/** A file of the library, as the service reaches it and as this browser does. */
export const assetSource = z.object({ url: z.string(), browserUrl: z.string().nullable() });
export type AssetSource = z.output<typeof assetSource>;
