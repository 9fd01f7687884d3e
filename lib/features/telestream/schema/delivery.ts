import { z } from "zod";
import { factoryInput } from "./identity.ts";

export const deliveriesRequest = factoryInput.extend({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
export type DeliveriesRequest = z.output<typeof deliveriesRequest>;

/** One notification that was sent, or is to be, and how each try went. */
export const delivery = z.object({
  deliveryId: z.string(),
  event: z.string(),
  /** Null for a test. */
  videoId: z.string().nullable(),
  /** Receivers' addresses may carry a secret of their own: the host is all that a log needs. */
  host: z.string(),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.array(
    z.object({
      at: z.string(),
      durationMs: z.number(),
      status: z.number().nullable(),
      failure: z.string().nullable(),
      responseExcerpt: z.string(),
    }),
  ),
  nextAttemptAt: z.string().nullable(),
  createdAt: z.string(),
});
export type FactoryDelivery = z.output<typeof delivery>;

export const deliveryPage = z.object({
  items: z.array(delivery),
  page: z.number(),
  pageSize: z.number(),
  total: z.number(),
});
export type DeliveryPage = z.output<typeof deliveryPage>;

export const resendDeliveryInput = factoryInput.extend({ deliveryId: z.string().min(1).max(100) });
export type ResendDeliveryInput = z.output<typeof resendDeliveryInput>;
