import "server-only";
import { inWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { PushesResource, PushServiceArguments } from "#lib/providers/ziggeo/pushes.ts";
import { callTimeoutMs, type OpenVideo, openVideo } from "./open-ziggeo.ts";
import type { AddPushServiceInput, RemovePushServiceInput } from "./schema/push-service.ts";

const options = { timeoutMs: callTimeoutMs };

/** Where videos of the application can be pushed to. Its secrets go to the engine and are never answered. */
export async function addPushService(
  viewer: Viewer,
  input: AddPushServiceInput,
): Promise<{ pushServiceToken: string }> {
  const video = await openVideo(input.assetId);
  const pushes = pushesOf(video);
  const service = await inWords(() => pushes.addService(toArguments(input), options));
  await record(viewer, video, "push-service.add", service.title);
  return { pushServiceToken: service.token };
}

export async function removePushService(
  viewer: Viewer,
  { assetId, pushServiceToken }: RemovePushServiceInput,
): Promise<void> {
  const video = await openVideo(assetId);
  const pushes = pushesOf(video);
  await inWords(() => pushes.removeService(pushServiceToken, options));
  await record(viewer, video, "push-service.remove", pushServiceToken);
}

function pushesOf({ client, connection }: OpenVideo): PushesResource {
  if (client.pushes) return client.pushes;
  throw new DomainError("invalid", `Push services of ${connection.name} are made at ziggeo.com.`);
}

function toArguments(input: AddPushServiceInput): PushServiceArguments {
  const { title } = input;
  if (input.type === "put") {
    const { url, authorization } = input;
    return { type: "put", title, url, ...(authorization !== "" && { authorization }) };
  }
  const { endpoint, bucket, region, prefix, accessKeyId, secretAccessKey } = input;
  return {
    type: "s3",
    title,
    endpoint,
    bucket,
    region: region || "us-east-1",
    prefix,
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
  };
}

const record = (viewer: Viewer, { connection }: OpenVideo, action: string, subject: string) =>
  recordAudit(viewer, { action, subject, connectionId: connection.connectionId });
