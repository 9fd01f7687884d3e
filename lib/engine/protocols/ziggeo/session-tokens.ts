import { createHmac, randomBytes } from "node:crypto";
import { isSameSecret } from "../../authorization.ts";

/** A browser's sessions: a random number and its signature, so that asking for one costs no row. */
export class SessionTokens {
  readonly #key: string;

  constructor(privateKey: string) {
    this.#key = createHmac("sha256", privateKey).update("ziggeo browser session").digest("hex");
  }

  make(): string {
    const random = randomBytes(16).toString("hex");
    return random + this.#sign(random);
  }

  isOurs(session: string): boolean {
    if (!/^[0-9a-f]{64}$/.test(session)) return false;
    return isSameSecret(session.slice(32), this.#sign(session.slice(0, 32)));
  }

  #sign(random: string): string {
    return createHmac("sha256", this.#key).update(random).digest("hex").slice(0, 32);
  }
}
