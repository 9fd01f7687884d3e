import { type UploadChoice, type UploadTargetOption, uploadChoice } from "#lib/features/uploads/schema.ts";

const key = "reelyard.upload-choice";

/** Where this browser uploaded to last, and what it had made. */
export function recallChoice(): UploadChoice | undefined {
  try {
    return uploadChoice.safeParse(JSON.parse(localStorage.getItem(key) ?? "null")).data;
  } catch {
    // Storage is off or holds something else: there is simply nothing to remember.
    return undefined;
  }
}

export function rememberChoice(choice: UploadChoice): void {
  try {
    localStorage.setItem(key, JSON.stringify(choice));
  } catch {
    // Storage is off or full; next time asks again.
  }
}

/** Takes minutes of every core and is rarely what somebody waits for; still one click away. */
const slow = /webm|vp8|vp9|av1|hevc/i;

/**
 * What the dialog starts with: the account it was asked for, else the remembered choice as far as it still exists,
 * else the first place that asks what is to be made, with every profile that is quick to make, else any other.
 */
export function toFirstChoice(
  targets: readonly UploadTargetOption[],
  remembered: UploadChoice | undefined,
  preferredId?: string,
): UploadChoice | undefined {
  const open = targets.filter(({ destinations }) => destinations.length > 0);
  const target =
    open.find(({ connectionId }) => connectionId === preferredId) ??
    open.find(({ connectionId }) => connectionId === remembered?.connectionId) ??
    open.find(({ destinations }) => destinations.some(({ renditionNames }) => renditionNames.length > 0)) ??
    open[0];
  const destination =
    target?.destinations.find(({ destinationId }) => destinationId === remembered?.destinationId) ??
    target?.destinations[0];
  if (!target || !destination) return undefined;
  const isSame = remembered?.destinationId === destination.destinationId;
  const wanted = isSame
    ? destination.renditionNames.filter((name) => remembered.renditionNames.includes(name))
    : destination.renditionNames.filter((name) => !slow.test(name));
  return {
    connectionId: target.connectionId,
    destinationId: destination.destinationId,
    renditionNames: wanted,
  };
}
