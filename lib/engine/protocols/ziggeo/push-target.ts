import { AwsV4Signer } from "aws4fetch";
import type { PushTarget } from "../../db/schema/ziggeo-outgoing.ts";

/** A PUT that carries a file to where a push service is. */
export interface PushRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** To `<url>/<name>`, or into the bucket as `<prefix><name>`, signed for this one request (AWS Signature v4). */
export async function toPushRequest(
  target: PushTarget,
  file: { name: string; mimeType: string; sizeBytes: number },
  now = new Date(),
): Promise<PushRequest> {
  const headers = { "content-type": file.mimeType, "content-length": String(file.sizeBytes) };
  if (target.type === "put") {
    const url = new URL(target.url);
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/${encodeURIComponent(file.name)}`;
    return {
      url: url.href,
      headers: { ...headers, ...(target.authorization && { authorization: target.authorization }) },
    };
  }
  const url = new URL(target.endpoint);
  const key = [target.bucket, ...`${target.prefix}${file.name}`.split("/").filter(Boolean)];
  url.pathname = [url.pathname.replace(/\/+$/, ""), ...key.map(encodeURIComponent)].join("/");
  const signed = await new AwsV4Signer({
    method: "PUT",
    url: url.href,
    headers: { "content-type": file.mimeType },
    accessKeyId: target.accessKeyId,
    secretAccessKey: target.secretAccessKey,
    service: "s3",
    region: target.region,
    datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ""),
  }).sign();
  return {
    url: signed.url.href,
    headers: { ...Object.fromEntries(signed.headers.entries()), "content-length": headers["content-length"] },
  };
}

/** Where it goes, for people: without anything that opens it. */
export function describeTarget(target: PushTarget): string {
  if (target.type === "s3") return `${target.endpoint}/${target.bucket}/${target.prefix}`;
  const url = new URL(target.url);
  return `${url.origin}${url.pathname}`;
}
