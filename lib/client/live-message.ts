import { assetStatuses } from "#lib/domain/asset.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import { renditionStatuses } from "#lib/domain/rendition.ts";

const engineStates = ["up", "down", "restarting"] as const;

/** What each kind of message must carry. Read by hand: the stream is open before any schema is fetched. */
function toMessage(given: Readonly<Record<string, unknown>>): LiveMessage | undefined {
  const {
    assetId,
    renditionId,
    name,
    connectionId,
    progressPercent,
    queuePosition,
    remainingMs,
    changedAtMs,
  } = given;
  switch (given.type) {
    case "rendition": {
      const status = renditionStatuses.find((each) => each === given.status);
      if (!status || !isText(assetId) || !isText(renditionId) || !isText(name)) return undefined;
      if (!isNumber(progressPercent) || !isNumber(changedAtMs)) return undefined;
      if (!isNumberOrNull(queuePosition) || !isNumberOrNull(remainingMs)) return undefined;
      return {
        type: "rendition",
        assetId,
        renditionId,
        name,
        status,
        progressPercent,
        queuePosition,
        remainingMs,
        changedAtMs,
      };
    }
    case "asset": {
      const status = assetStatuses.find((each) => each === given.status);
      if (!status || !isText(assetId) || !isNumber(changedAtMs)) return undefined;
      const { posterUrl, durationMs } = given;
      const from = given.from === null ? null : assetStatuses.find((each) => each === given.from);
      return {
        type: "asset",
        assetId,
        status,
        changedAtMs,
        ...(from === undefined ? {} : { from }),
        ...(isText(posterUrl) || posterUrl === null ? { posterUrl } : {}),
        ...(isNumberOrNull(durationMs) ? { durationMs } : {}),
        ...(given.card === undefined ? {} : { card: given.card }),
      };
    }
    case "asset-removed":
      return isText(assetId) ? { type: "asset-removed", assetId } : undefined;
    case "connection":
      return isText(connectionId) ? { type: "connection", connectionId } : undefined;
    case "engine": {
      const state = engineStates.find((each) => each === given.state);
      return state && { type: "engine", state };
    }
    case "task": {
      const { taskKey } = given;
      return isText(connectionId) && isText(taskKey) ? { type: "task", connectionId, taskKey } : undefined;
    }
    case "inbox":
    case "library":
    case "resync":
      return { type: given.type };
    default:
      return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";
const isNumberOrNull = (value: unknown): value is number | null => value === null || isNumber(value);

/** A message, or undefined for what this page does not understand: a newer server may say more. */
export function readLiveMessage(text: string): LiveMessage | undefined {
  try {
    const given: unknown = JSON.parse(text);
    return typeof given === "object" && given !== null ? toMessage({ ...given }) : undefined;
  } catch {
    return undefined;
  }
}
