import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import { changeEncodings, retryAllFailed } from "#lib/features/telestream/actions.ts";
import { encodingsPerAction } from "#lib/features/telestream/schema/board.ts";
import type { EncodingChange } from "#lib/features/telestream/schema/encoding.ts";

const doneWords: Readonly<Record<EncodingChange, string>> = {
  retry: "queued again",
  cancel: "cancelled",
  remove: "deleted",
};

/** Sends a selection in handfuls and says once how it went. The board follows by itself. */
export async function runChange(
  connectionId: string,
  encodingIds: readonly string[],
  change: EncodingChange,
): Promise<void> {
  let changed = 0;
  const reasons: string[] = [];
  try {
    for (let at = 0; at < encodingIds.length; at += encodingsPerAction) {
      const some = encodingIds.slice(at, at + encodingsPerAction);
      const answer = await changeEncodings({ connectionId, encodingIds: some, change });
      if (!answer.ok) {
        reasons.push(answer.error.message);
        break;
      }
      changed += answer.value.changed;
      reasons.push(...answer.value.failures.map(({ message }) => message));
    }
  } catch {
    reasons.push("Reelyard did not answer. Look before you try again.");
  }
  const [reason] = reasons;
  if (!reason) toast.success(`${countOf(changed, "encoding")} ${doneWords[change]}`);
  else if (changed === 0) toast.error(reason);
  else toast.error(`${countOf(changed, "encoding")} ${doneWords[change]}; ${reasons.length} not: ${reason}`);
}

/** Everything that has failed until now: a job does it, so this answers at once. */
export async function runRetryAll(connectionId: string, factory: string | undefined): Promise<void> {
  try {
    const answer = await retryAllFailed({ connectionId, ...(factory && { factory }) });
    if (!answer.ok) toast.error(answer.error.message);
    else if (answer.value.accepted === 0) toast.success("Nothing has failed any more");
    else toast.success(`${countOf(answer.value.accepted, "failed encoding")} on the way to the queue`);
  } catch {
    toast.error("Reelyard did not answer. Try again.");
  }
}
