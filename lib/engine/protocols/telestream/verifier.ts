import { createHash } from "node:crypto";
import { lt } from "drizzle-orm";
import {
  type Pair,
  parseTimestamp,
  sameSignature,
  signatureFits,
} from "#lib/providers/telestream/signature.ts";
import { usedSignatureTable } from "../../db/schema/telestream-used-signature.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { badRequest, missingParameters, notAuthorized } from "./problems.ts";

const minute = 60_000;
/** `telestream.md` §3.3: half an hour for the upload form, five minutes for everything else, also ahead. */
const windowsMs = { newVideo: 30 * minute, other: 5 * minute, ahead: 5 * minute };

export interface ReceivedRequest {
  readonly method: string;
  /** The `Host` header. */
  readonly host: string;
  /** Without the version prefix. */
  readonly path: string;
  readonly query: readonly Pair[];
  /** Fields of a form or of multipart parts other than files; nothing for a JSON body. */
  readonly fields: readonly Pair[];
  /** The exact bytes of a JSON body: signature version 2 covers their checksum. */
  readonly json?: Uint8Array | undefined;
}

export interface VerifiedRequest {
  readonly account: EngineAccount;
  /** What was signed, without what only served signing. */
  readonly parameters: ReadonlyMap<string, string>;
}

const signingNames = new Set([
  "access_key",
  "timestamp",
  "signature",
  "signature_version",
  "checksum",
  "file",
]);

/** Checks signed requests against the engine's account (`telestream.md` §3.5, §3.6). */
export class Verifier {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Throws the documented problem: parameters missing, signature wrong, too old, or used before. */
  async verify(request: ReceivedRequest): Promise<VerifiedRequest> {
    const { signature, timestamp } = this.check(request);
    if (request.method === "POST") await this.#spend(signature, timestamp, windowOf(request));
    return { account: this.#engine.accounts.telestream, parameters: this.#parametersOf(request) };
  }

  /** Everything but whether the signature was used before; reads nothing and changes nothing. */
  check(request: ReceivedRequest): { signature: string; timestamp: Date } {
    const pairs = [...request.query, ...request.fields];
    const given = new Map(pairs);
    const missing = ["access_key", "signature", "timestamp"].filter((name) => !given.get(name));
    if (missing.length > 0) throw missingParameters(missing);
    const signature = given.get("signature") ?? "";
    const { accessKey, secretKey } = this.#engine.accounts.credentials.telestream;
    const isOurs = sameSignature(accessKey, given.get("access_key") ?? "");
    // An unknown key costs the same work as a known one, and gets the same answer.
    const fits = signatureFits(secretKey, request, pairs, signature);
    if (!isOurs || !fits || !checksumFits(request, given)) throw notAuthorized("Signatures do not match");
    const timestamp = parseTimestamp(given.get("timestamp") ?? "");
    const ageMs = timestamp ? this.#engine.clock.now().getTime() - timestamp.getTime() : Number.NaN;
    if (!timestamp || ageMs > windowOf(request) || ageMs < -windowsMs.ahead) {
      throw notAuthorized("Signatures expired");
    }
    return { signature, timestamp };
  }

  /** Forgets used signatures that are too old to be accepted anyway. */
  async sweep(): Promise<void> {
    await this.#engine.db.db
      .delete(usedSignatureTable)
      .where(lt(usedSignatureTable.expiresAt, this.#engine.clock.now()));
  }

  /** One statement decides, so that of two equal requests at once exactly one passes, also over two engines. */
  async #spend(signature: string, timestamp: Date, windowMs: number): Promise<void> {
    const expiresAt = new Date(timestamp.getTime() + windowMs + minute);
    const stored = await this.#engine.db.db
      .insert(usedSignatureTable)
      .values({ signature, expiresAt })
      .onConflictDoNothing()
      .returning({ signature: usedSignatureTable.signature });
    if (stored.length === 0) throw notAuthorized("Signatures expired");
  }

  #parametersOf(request: ReceivedRequest): ReadonlyMap<string, string> {
    const parameters = new Map(
      [...request.query, ...request.fields].filter(([name]) => !signingNames.has(name)),
    );
    for (const [name, value] of jsonFields(request.json)) parameters.set(name, value);
    return parameters;
  }
}

function windowOf({ method, path }: ReceivedRequest): number {
  return method === "POST" && path === "/videos.json" ? windowsMs.newVideo : windowsMs.other;
}

/** A JSON body is covered by its checksum; without one it is not signed and not accepted. */
function checksumFits({ json }: ReceivedRequest, given: ReadonlyMap<string, string>): boolean {
  if (!json || json.length === 0) return true;
  if (given.get("signature_version") !== "2") return false;
  const checksum = createHash("sha256").update(json).digest("hex");
  return sameSignature(checksum, given.get("checksum") ?? "");
}

/** The members of a JSON body as the text that a form would carry; an object also as `events[video_encoded]`. */
function jsonFields(json: Uint8Array | undefined): Pair[] {
  if (!json || json.length === 0) return [];
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(json).toString("utf8"));
  } catch {
    throw badRequest("The body is not JSON");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw badRequest("The body is not a JSON object");
  }
  return Object.entries(body).flatMap(([name, value]): Pair[] => {
    if (value === null || value === undefined) return [];
    if (typeof value !== "object") return [[name, String(value)]];
    const nested = Array.isArray(value) ? [] : Object.entries(value).filter(([, inner]) => isPlain(inner));
    return [
      [name, JSON.stringify(value)],
      ...nested.map(([inner, plain]): Pair => [`${name}[${inner}]`, String(plain)]),
    ];
  });
}

const isPlain = (value: unknown) => value !== null && value !== undefined && typeof value !== "object";
