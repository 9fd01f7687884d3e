import type { WirePush, WirePushService } from "#lib/providers/ziggeo/wire.ts";
import type { Push, PushService, PushTarget } from "../../db/schema/ziggeo-outgoing.ts";
import { describeTarget } from "./push-target.ts";

/** As the vendor names its own: `ApiGoogleDrivePush`. */
const types: Readonly<Record<PushTarget["type"], string>> = { put: "ApiHttpPutPush", s3: "ApiS3Push" };

export function toWirePushService({ token, title, settings, createdAt }: PushService): WirePushService {
  return {
    token,
    title,
    type: types[settings.type],
    target: describeTarget(settings),
    created: Math.floor(createdAt.getTime() / 1000),
  };
}

export function toWirePush(push: Push): WirePush {
  return {
    token: push.token,
    pushservicetoken: push.serviceToken,
    video_token: push.videoToken,
    stream_token: push.streamToken,
    title: push.serviceTitle,
    type: types[push.serviceType],
    state: push.state,
    attempts: push.attempts,
    status: push.httpStatus,
    error: push.error,
    location: push.location,
    created: Math.floor(push.createdAt.getTime() / 1000),
    finished: push.finishedAt === null ? null : Math.floor(push.finishedAt.getTime() / 1000),
  };
}
