import "server-only";
import { recordAudit } from "#lib/auth/audit.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { env } from "#lib/env.ts";
import { type GuardedResponse, guardedFetch } from "#lib/network/guarded-fetch.ts";
import { toFailureKind } from "#lib/providers/failures.ts";
import type { FactoryVideo } from "./factories.ts";
import { listFactoryVideos } from "./factories.ts";
import type { NotificationTest, TestNotificationInput } from "./schema/factory.ts";
import type { NotificationEventName } from "./schema/notification-events.ts";

/** A person waits, and the next action behind them. */
const timeoutMs = 5_000;
const exampleId = "0".repeat(32);

/**
 * Sends one notification as the service would (`telestream.md` §7), from here, to the address in the form. Nothing is
 * kept; an address of our own network is refused as everywhere.
 */
export async function testNotification(
  viewer: Viewer,
  input: TestNotificationInput,
): Promise<NotificationTest> {
  const [video] = await listFactoryVideos(viewer, input, 1);
  const body = toBody(input, video);
  const startedAt = performance.now();
  const outcome = await deliver(input.url, body);
  await recordAudit(viewer, {
    action: "factory.test-notification",
    subject: URL.parse(input.url)?.host ?? "",
    connectionId: input.connectionId,
    detail: { factoryId: input.factoryId, event: input.event, status: outcome.status },
  });
  return { ...outcome, durationMs: Math.round(performance.now() - startedAt), body };
}

/** The wire says `encoding-complete` where the setting says `encoding_completed`. */
const wireNames: Readonly<Record<NotificationEventName, string>> = {
  video_created: "video-created",
  video_encoded: "video-encoded",
  encoding_progress: "encoding-progress",
  encoding_completed: "encoding-complete",
};

function toBody({ event, sendsPayload }: TestNotificationInput, video: FactoryVideo | undefined): string {
  const videoId = video?.assetId.replace(/^.*[:/]/, "") ?? exampleId;
  const form = new URLSearchParams({ event: wireNames[event], video_id: videoId });
  if (event === "video_created" || event === "video_encoded") form.set("encoding_ids[0]", exampleId);
  else form.set("encoding_id", exampleId);
  if (event === "encoding_progress") form.set("progress", "50");
  if (sendsPayload) form.set("payload", "A test from Reelyard");
  return form.toString();
}

async function deliver(
  url: string,
  body: string,
): Promise<Pick<NotificationTest, "isHeard" | "status" | "message">> {
  const host = URL.parse(url)?.host ?? url;
  let answer: GuardedResponse;
  try {
    answer = await guardedFetch(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "Reelyard (test)" },
      body,
      allowPrivate: env().allowPrivateUrls,
      timeoutMs,
      maxBytes: 65_536,
      maxRedirects: 0,
    });
  } catch (error) {
    const kind = toFailureKind(error);
    if (!kind || !(error instanceof Error)) throw error;
    return { isHeard: false, status: null, message: unheard(kind, host, error.message) };
  }
  answer.discard();
  const { status } = answer;
  if (status === 200) return { isHeard: true, status, message: `${host} answered 200: it was heard.` };
  const message = `${host} answered ${status}. The service takes 200 alone for heard, and would try again.`;
  return { isHeard: false, status, message };
}

function unheard(kind: ReturnType<typeof toFailureKind>, host: string, message: string): string {
  switch (kind) {
    case "name_not_resolved":
      return `The name ${host} could not be resolved. Check it for a typing error.`;
    case "refused":
      return `${host} refused the connection: nothing answers there.`;
    case "timeout":
      return `${host} did not answer within ${timeoutMs / 1000} seconds.`;
    case "connection_lost":
      return `${host} closed the connection before answering.`;
    default:
      return message;
  }
}
