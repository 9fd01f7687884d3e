import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. About 30 ms of one core. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** At 19 MiB each, a burst of sign-ins is a memory attack: some run, some wait, the rest are turned away. */
const maxRunning = 4;
const maxWaiting = 64;
let running = 0;
const waiting: (() => void)[] = [];

const storedHash = z
  .string()
  .regex(/^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,2},p=\d{1,2}\$[\w+/-]+\$[\w+/-]+$/)
  .transform((text) => {
    const [, , , parameters = "", salt = "", tag = ""] = text.split("$");
    const [memory, passes, parallelism] = parameters.split(",").map((pair) => Number(pair.slice(2)));
    return {
      memory: memory ?? 0,
      passes: passes ?? 0,
      parallelism: parallelism ?? 0,
      salt: Buffer.from(salt, "base64"),
      tag: Buffer.from(tag, "base64"),
    };
  });

/** The password's argon2id hash in PHC form, salted anew. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(password, { ...cost, nonce });
  const parameters = `m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`;
  return `$argon2id$v=19$${parameters}$${unpadded(nonce)}$${unpadded(tag)}`;
}

/**
 * Whether the password is the one that was hashed. Without a hash (nobody has that e-mail, or they sign in
 * elsewhere) the same work is done for nothing, so that time tells nobody who has an account.
 */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const stored = storedHash.safeParse(hash ?? undefined).data;
  if (!stored) {
    await derive(password, { ...cost, nonce: Buffer.alloc(16) });
    return false;
  }
  const { memory, passes, parallelism, salt, tag } = stored;
  const given = await derive(password, { memory, passes, parallelism, nonce: salt, tagLength: tag.length });
  return timingSafeEqual(given, tag);
}

interface Derivation {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly tagLength: number;
  readonly nonce: Buffer;
}

async function derive(password: string, derivation: Derivation): Promise<Buffer> {
  await takeTurn();
  try {
    // The same letters typed on two keyboards may be composed differently.
    const message = Buffer.from(password.normalize("NFC"), "utf8");
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    argon2("argon2id", { ...derivation, message }, (error, tag) => (error ? reject(error) : resolve(tag)));
    return await promise;
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

async function takeTurn(): Promise<void> {
  if (running < maxRunning) {
    running += 1;
    return;
  }
  if (waiting.length >= maxWaiting) {
    throw new DomainError("rate_limited", "Too many people are signing in right now. Try again in a moment.");
  }
  await new Promise<void>((resolve) => waiting.push(resolve));
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
