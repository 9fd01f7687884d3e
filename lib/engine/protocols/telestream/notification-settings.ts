import { z } from "zod";
import { notificationEvents, type WireNotifications } from "#lib/providers/telestream/wire.ts";
import { badRequest } from "./problems.ts";
import { readBoolean } from "./setting-values.ts";

const off = z.boolean().default(false);

/** A factory's `notifications`: who is told of what. A fresh factory tells nobody. */
export const notificationSettings = z.object({
  url: z.string().nullable().default(null),
  delaySeconds: z.number().default(10),
  sendVideoPayload: off,
  events: z
    .object({ video_created: off, video_encoded: off, encoding_progress: off, encoding_completed: off })
    .default({
      video_created: false,
      video_encoded: false,
      encoding_progress: false,
      encoding_completed: false,
    }),
});
export type NotificationSettings = z.output<typeof notificationSettings>;

const longestUrl = 2_000;
const longestDelaySeconds = 3_600;
const dayMs = 24 * 3600 * 1000;
/** A delay of nothing would repeat at once for ever. */
const shortestRetryMs = 1_000;

/** The settings with what a `PUT /notifications.json` names (`telestream.md` §5.5). */
export function changeNotifications(
  current: NotificationSettings,
  parameters: ReadonlyMap<string, string>,
): NotificationSettings {
  const url = parameters.get("url");
  const delay = parameters.get("delay");
  const events = notificationEvents.map((name) => {
    const text = parameters.get(`events[${name}]`);
    return [name, text === undefined ? current.events[name] : readBoolean(`events[${name}]`, text)] as const;
  });
  return {
    url: url === undefined ? current.url : readUrl(url),
    delaySeconds: delay === undefined ? current.delaySeconds : readDelay(delay),
    sendVideoPayload: readBoolean(
      "send_video_payload",
      parameters.get("send_video_payload") ?? String(current.sendVideoPayload),
    ),
    events: Object.fromEntries(events) as NotificationSettings["events"],
  };
}

export function toWireNotifications(settings: NotificationSettings): WireNotifications {
  return {
    url: settings.url,
    delay: settings.delaySeconds,
    send_video_payload: settings.sendVideoPayload,
    events: settings.events,
  };
}

/** "Exponentially growing waits, starting from delay, for 24 hours" (`telestream.md` §7). */
export function retryDelaysMs({ delaySeconds }: NotificationSettings): number[] {
  const delays: number[] = [];
  let delayMs = Math.max(shortestRetryMs, delaySeconds * 1000);
  for (let totalMs = delayMs; totalMs <= dayMs; totalMs += delayMs) {
    delays.push(delayMs);
    delayMs *= 2;
  }
  return delays;
}

function readUrl(text: string): string | null {
  if (text.trim() === "" || text === "None") return null;
  const url = URL.parse(text.trim());
  if (!url || !/^https?:$/.test(url.protocol) || text.length > longestUrl) {
    throw badRequest("url must be an http or https URL");
  }
  return text.trim();
}

function readDelay(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isInteger(seconds) || seconds < 0 || seconds > longestDelaySeconds) {
    throw badRequest(`delay must be whole seconds from 0 to ${longestDelaySeconds}`);
  }
  return seconds;
}
