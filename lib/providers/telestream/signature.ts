import { createHmac, timingSafeEqual } from "node:crypto";

/** Decoded name and value, as they travel in a query, a form or multipart fields. */
export type Pair = readonly [name: string, value: string];

/** One level of nesting, for `events[video_encoded]=true`. */
export type Parameters = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export interface RequestToSign {
  readonly method: string;
  /** As the `Host` header has it; a port is dropped. */
  readonly host: string;
  /** Without the `/v3.0` or `/v2` prefix: `/videos/abc/encodings.json`. */
  readonly path: string;
  readonly parameters: Parameters;
}

export interface SigningKey {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Added as `factory_id` where a call is about one factory. */
  readonly factoryId?: string | undefined;
}

/** How a signer may have escaped what it signed; `telestream.md` §3.5 says who needs which. */
export interface CanonicalVariant {
  readonly brackets: "raw" | "escaped";
  readonly space: "%20" | "%2B";
}

const standard: CanonicalVariant = { brackets: "raw", space: "%20" };

/** RFC 3986 over UTF-8 with upper-case hex: only `A-Za-z0-9-_.~` stay as they are. */
export function escapeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `{ events: { a: "true" } }` becomes `events[a]=true`. */
export function toPairs(parameters: Parameters): Pair[] {
  return Object.entries(parameters).flatMap(([name, value]): Pair[] =>
    typeof value === "string"
      ? [[name, value]]
      : Object.entries(value).map(([inner, text]): Pair => [`${name}[${inner}]`, text]),
  );
}

function escapeName(name: string, { brackets, space }: CanonicalVariant): string {
  const escaped = escapeRfc3986(name).replaceAll("%20", space);
  return brackets === "raw" ? escaped.replaceAll("%5B", "[").replaceAll("%5D", "]") : escaped;
}

/** Everything but `signature` and `file`, sorted by the bytes of the decoded name, escaped and joined. */
export function canonicalQuery(pairs: readonly Pair[], variant: CanonicalVariant = standard): string {
  return pairs
    .filter(([name]) => name !== "signature" && name !== "file")
    .map((pair) => ({ pair, order: Buffer.from(pair[0]) }))
    .sort((left, right) => Buffer.compare(left.order, right.order))
    .map(({ pair: [name, value] }) => {
      const escapedValue = escapeRfc3986(value).replaceAll("%20", variant.space);
      return `${escapeName(name, variant)}=${escapedValue}`;
    })
    .join("&");
}

/** `VERB \n host \n path \n canonical query`, with the host as given (a caller drops the port). */
export function stringToSign(
  method: string,
  host: string,
  path: string,
  pairs: readonly Pair[],
  variant: CanonicalVariant = standard,
): string {
  return [method.toUpperCase(), host.toLowerCase(), path, canonicalQuery(pairs, variant)].join("\n");
}

/** base64 of HMAC-SHA256: 44 characters. */
export function signText(secretKey: string, text: string): string {
  return createHmac("sha256", secretKey).update(text, "utf8").digest("base64");
}

/** `[::1]:4102` and `host:80` without their port. */
export function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}

/**
 * The parameters of one call with `access_key`, `factory_id`, `timestamp` and `signature` added, ready for the
 * query or a form (`telestream.md` §3). `now` is when it is signed: the provider refuses it five minutes
 * later (thirty for `POST /videos.json`).
 */
export function signedParameters(key: SigningKey, request: RequestToSign, now: Date): Record<string, string> {
  const pairs: Pair[] = [
    ...toPairs(request.parameters),
    ["access_key", key.accessKey],
    ...(key.factoryId ? [["factory_id", key.factoryId] as const] : []),
    ["timestamp", toTimestamp(now)],
  ];
  const text = stringToSign(request.method, withoutPort(request.host), request.path, pairs);
  return { ...Object.fromEntries(pairs), signature: signText(key.secretKey, text) };
}

let signedBefore = 0;

/**
 * Microseconds, the last three digits counted up: two equal requests of one millisecond would have one signature,
 * and the second POST would be refused as a replay.
 */
function toTimestamp(now: Date): string {
  signedBefore = (signedBefore + 1) % 1000;
  return now.toISOString().replace("Z", `${String(signedBefore).padStart(3, "0")}Z`);
}

/** Compares in constant time; a length that differs is false at once. */
export function sameSignature(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Whether `signature` fits, tolerating what the published clients were seen to do (`telestream.md` §3.5):
 * raw or escaped brackets, host without or with its port, a space signed as `%2B` (Java 1.0).
 */
export function signatureFits(
  secretKey: string,
  request: { readonly method: string; readonly host: string; readonly path: string },
  pairs: readonly Pair[],
  signature: string,
): boolean {
  const attempts: readonly [host: string, variant: CanonicalVariant][] = [
    [withoutPort(request.host), standard],
    [withoutPort(request.host), { brackets: "escaped", space: "%20" }],
    [request.host, standard],
    [withoutPort(request.host), { brackets: "raw", space: "%2B" }],
  ];
  return attempts.some(([host, variant]) =>
    sameSignature(
      signText(secretKey, stringToSign(request.method, host, request.path, pairs, variant)),
      signature,
    ),
  );
}

/**
 * Reads the timestamp forms of every published client (`telestream.md` §3.3): fractions up to nanoseconds,
 * `Z`, `+00:00`, `+0000`, or no zone, which means UTC. Undefined when it is none of them.
 */
export function parseTimestamp(text: string): Date | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text,
  );
  if (!match) return undefined;
  const [, day, time, fraction = "0", zone = "Z"] = match;
  const offset = zone === "Z" ? "Z" : zone.replace(/^([+-]\d{2}):?(\d{2})$/, "$1:$2");
  const parsed = new Date(`${day}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}
