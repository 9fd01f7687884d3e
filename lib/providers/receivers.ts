import { z } from "zod";
import type { Http } from "./http.ts";
import type { CallOptions, Receiver } from "./provider.ts";

const wireReceivers = z.object({
  receivers: z.array(
    z.object({
      url: z.string(),
      delivered: z.number(),
      failed: z.number(),
      pending: z.number(),
      last: z
        .object({ at_ms: z.number(), status: z.number().optional(), failure: z.string().optional() })
        .optional(),
    }),
  ),
});

/** Our engine alone (decision 3): whom it told something within a week, and how that went. */
export async function listReceivers(
  http: Http,
  path: `/${string}`,
  options?: CallOptions,
): Promise<Receiver[]> {
  const { receivers } = await http.get(path, { schema: wireReceivers, ...options });
  return receivers.map(({ last, ...counts }) => ({
    ...counts,
    last: last
      ? {
          at: new Date(last.at_ms).toISOString(),
          status: last.status ?? null,
          problem: last.failure ?? null,
        }
      : null,
  }));
}
