import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { eq, lt } from "drizzle-orm";
import { usedMediaTokenTable as table } from "../../db/schema/apivideo-used-media-token.ts";
import type { Engine } from "../../engine.ts";
import { randomText } from "./ids.ts";

const daySeconds = 24 * 3600;
const expiryDigits = 7;
const nonceDigits = 10;

/**
 * What opens private media. A token is in every address that a read of the video mints, and is good for the first
 * viewer who comes with it, for a day; a session token is what such a viewer can go on with. Neither is stored until
 * it is used: they are signed with a key made from the account's own.
 */
export class MediaTokens {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  mint(mediaId: string): string {
    const head = this.#expiry() + randomText(nonceDigits);
    return head + this.#sign("token", mediaId, head);
  }

  mintSession(mediaId: string): string {
    const head = this.#expiry() + randomText(nonceDigits);
    return head + this.#sign("session", mediaId, head);
  }

  isSession(mediaId: string, session: string): boolean {
    return this.#isSound("session", mediaId, session);
  }

  /** Whether the viewer may; the first one to use a token is the only one. */
  async use(mediaId: string, token: string, req: IncomingMessage): Promise<boolean> {
    if (!this.#isSound("token", mediaId, token)) return false;
    const viewer = viewerOf(req);
    const { db } = this.#engine.db;
    const [known] = await db.select().from(table).where(eq(table.token, token));
    if (known) return known.viewer === viewer;
    const expiresAt = new Date(this.#engine.clock.now().getTime() + daySeconds * 1000);
    await db.insert(table).values({ token, viewer, expiresAt }).onConflictDoNothing();
    const [first] = await db.select().from(table).where(eq(table.token, token));
    return first?.viewer === viewer;
  }

  async sweep(): Promise<void> {
    await this.#engine.db.db.delete(table).where(lt(table.expiresAt, this.#engine.clock.now()));
  }

  #expiry(): string {
    const seconds = Math.floor(this.#engine.clock.now().getTime() / 1000) + daySeconds;
    return seconds.toString(36).padStart(expiryDigits, "0");
  }

  #isSound(use: "token" | "session", mediaId: string, text: string): boolean {
    if (!/^[0-9A-Za-z]{20,80}$/.test(text)) return false;
    const head = text.slice(0, expiryDigits + nonceDigits);
    const expected = Buffer.from(this.#sign(use, mediaId, head));
    const given = Buffer.from(text.slice(head.length));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    return Number.parseInt(head.slice(0, expiryDigits), 36) * 1000 > this.#engine.clock.now().getTime();
  }

  #sign(use: string, mediaId: string, head: string): string {
    const { apiKey } = this.#engine.accounts.credentials.apivideo;
    return createHmac("sha256", `api.video private media of ${apiKey}`)
      .update(`${use}.${mediaId}.${head}`)
      .digest("hex")
      .slice(0, 32);
  }
}

/** Tells viewers apart without keeping who they are: where they come from and with what. */
export function viewerOf(req: IncomingMessage): string {
  const forwarded = req.headers["x-forwarded-for"];
  const from = [req.socket.remoteAddress, forwarded, req.headers["user-agent"]].join("|");
  return createHash("sha256").update(from).digest("base64url").slice(0, 22);
}
