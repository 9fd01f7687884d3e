import { canEditFactories } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { listDeliveries } from "#lib/features/telestream/deliveries.ts";
import { deliveriesRequest } from "#lib/features/telestream/schema/delivery.ts";

export const GET = route({
  input: deliveriesRequest,
  permit: canEditFactories,
  run: ({ viewer, input }) => listDeliveries(viewer, input),
});
