import { z } from "zod";
import { connectionInput, factoryInput } from "./identity.ts";
import { type NotificationEventName, notificationEventNames } from "./notification-events.ts";

const name = z.string().trim().min(1, "Give it a name.").max(255, "Use at most 255 characters.");
const bucket = z
  .string()
  .trim()
  .max(255, "Use at most 255 characters.")
  .regex(/^[A-Za-z0-9._-]*$/, "A bucket's name has letters, digits, dots and dashes alone.");

export const createFactoryInput = connectionInput.extend({ name, bucket: bucket.default("") });
export type CreateFactoryInput = z.output<typeof createFactoryInput>;

export const saveFactoryInput = factoryInput.extend({
  name,
  bucket,
  isPrivate: z.boolean(),
  keepsOriginal: z.boolean(),
});
export type SaveFactoryInput = z.output<typeof saveFactoryInput>;

export const removeFactoryInput = factoryInput;

const notificationUrl = z
  .string()
  .trim()
  .max(2000, "That address is too long.")
  .refine(
    isWebAddress,
    "Enter a web address that starts with https:// or http://, without a password in it.",
  );

function isWebAddress(text: string): boolean {
  if (text === "") return true;
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}

export const saveNotificationsInput = factoryInput.extend({
  url: notificationUrl,
  delaySeconds: z.coerce
    .number("Enter a number of seconds.")
    .int("Enter whole seconds.")
    .min(0, "Enter 0 or more seconds.")
    .max(86_400, "A day, 86,400 seconds, is the most."),
  sendsPayload: z.boolean(),
  events: z.object({
    video_created: z.boolean(),
    video_encoded: z.boolean(),
    encoding_progress: z.boolean(),
    encoding_completed: z.boolean(),
  }),
});
export type SaveNotificationsInput = z.output<typeof saveNotificationsInput>;

export const testNotificationInput = factoryInput.extend({
  url: notificationUrl.refine((text) => text !== "", "Enter an address to send the test to."),
  event: z.enum(notificationEventNames),
  sendsPayload: z.boolean(),
});
export type TestNotificationInput = z.output<typeof testNotificationInput>;

/** What came of a test delivery. */
export interface NotificationTest {
  readonly isHeard: boolean;
  /** The status it answered, null when nothing answered. */
  readonly status: number | null;
  readonly durationMs: number;
  /** One sentence. */
  readonly message: string;
  /** What was sent, as it went. */
  readonly body: string;
}

export interface FactorySummary {
  readonly factoryId: string;
  readonly name: string;
  readonly bucket: string;
  readonly isPrivate: boolean;
  readonly keepsOriginal: boolean;
  /** Where its files are, as a browser reaches them. */
  readonly url: string | null;
  readonly maxSizeBytes: number | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** In our index. */
  readonly videoCount: number;
}

export interface Notifications {
  readonly url: string;
  readonly delaySeconds: number;
  readonly sendsPayload: boolean;
  readonly events: Readonly<Record<NotificationEventName, boolean>>;
}
