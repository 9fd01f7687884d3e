import type { Video } from "../../db/schema/ziggeo-video.ts";
import { readFlag, readList, readNumber, readObject, readText } from "./argument-values.ts";
import type { Arguments } from "./arguments.ts";
import { ZiggeoProblem } from "./problems.ts";

/** What of a video can be written. */
export type VideoChanges = Partial<
  Pick<
    Video,
    | "key"
    | "title"
    | "description"
    | "minDuration"
    | "maxDuration"
    | "enforceDuration"
    | "tags"
    | "data"
    | "volatile"
    | "expirationDays"
    | "expiresAt"
    | "approved"
    | "videoProfile"
    | "metaProfile"
    | "effectProfile"
    | "deviceInfo"
  >
>;

const dayMs = 24 * 3600_000;
const longestDays = 36_500;

/** The arguments of create and update, checked. Unknown ones are left alone, as the vendor does. */
export function readVideoChanges(given: Arguments, now: Date): VideoChanges {
  const changes: Record<keyof VideoChanges, unknown> = {
    key: readKey(given),
    title: readText(given, "title"),
    description: readText(given, "description"),
    minDuration: readNumber(given, "min_duration"),
    // 0 is how clients say without a limit.
    maxDuration: readNumber(given, "max_duration") || orUndefined(given, "max_duration"),
    enforceDuration: orWithout(readFlag(given, "enforce_duration"), false),
    tags: orWithout(readList(given, "tags"), []),
    data: readObject(given, "data"),
    volatile: orWithout(readFlag(given, "volatile"), false),
    ...readExpiry(given, now),
    approved: readApproved(given),
    videoProfile: readText(given, "video_profile", 200),
    metaProfile: readText(given, "meta_profile", 200),
    effectProfile: readText(given, "effect_profile", 200),
    deviceInfo: readObject(given, "device_info"),
  };
  return Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as VideoChanges;
}

/** Nothing means the value that a new object has. */
const orWithout = <Value>(value: Value | null | undefined, otherwise: Value) =>
  value === null ? otherwise : value;

const orUndefined = (given: Arguments, name: string) => (given.has(name) ? null : undefined);

function readKey(given: Arguments): string | null | undefined {
  const key = readText(given, "key", 255);
  if (key?.includes("/")) throw new ZiggeoProblem(400, "key must not contain a slash.");
  return key;
}

/** Counted from now: a video made long ago does not vanish under the hand that says "in three days". */
function readExpiry(
  given: Arguments,
  now: Date,
): { expirationDays: number | null | undefined; expiresAt: Date | null | undefined } {
  const expireOn = readText(given, "expire_on");
  if (expireOn) {
    const expiresAt = toDay(expireOn);
    if (expiresAt <= now) throw new ZiggeoProblem(400, "expire_on must be a day to come.");
    return { expirationDays: Math.ceil((expiresAt.getTime() - now.getTime()) / dayMs), expiresAt };
  }
  const days = readNumber(given, "expiration_days", { max: longestDays, isWhole: true });
  if (days === undefined) {
    return expireOn === null
      ? { expirationDays: null, expiresAt: null }
      : { expirationDays: undefined, expiresAt: undefined };
  }
  // 0 is how clients say never.
  if (!days) return { expirationDays: null, expiresAt: null };
  return { expirationDays: days, expiresAt: new Date(now.getTime() + days * dayMs) };
}

function toDay(text: string): Date {
  const day = new Date(`${text}T00:00:00.000Z`);
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  if (!isDay) throw new ZiggeoProblem(400, "expire_on must be a day, as YYYY-MM-DD.");
  return day;
}

function readApproved(given: Arguments): boolean | null | undefined {
  const text = readText(given, "approved");
  if (text?.toUpperCase() === "APPROVED") return true;
  if (text?.toUpperCase() === "REJECTED") return false;
  return readFlag(given, "approved");
}
