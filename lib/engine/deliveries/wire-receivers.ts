import type { Receiver } from "./types.ts";

/** As every protocol's `…/reelyard/receivers` answers (decision 3); what is not known is left out. */
export function toWireReceivers(receivers: readonly Receiver[]): object {
  return {
    receivers: receivers.map(({ last, ...counts }) => ({
      ...counts,
      ...(last && {
        last: {
          at_ms: last.at.getTime(),
          ...(last.status !== null && { status: last.status }),
          ...(last.error !== null && { failure: last.error }),
        },
      }),
    })),
  };
}
