import { eq } from "drizzle-orm";
import { stupeflixAccountTable as table } from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";

/** An API key is public, so it counts only from pages on a list; to begin with, this machine's own. */
export const firstReferrers: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** What an account has set for itself. */
export class AccountSettings {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Days after which persistent files are deleted; 0 never. */
  async expirationDays(accountId: string): Promise<number> {
    return (await this.#find(accountId))?.expirationDays ?? 0;
  }

  async setExpirationDays(accountId: string, expirationDays: number): Promise<void> {
    await this.#set(accountId, { expirationDays });
  }

  /** Hosts whose pages may use the API key. */
  async referrers(accountId: string): Promise<readonly string[]> {
    return (await this.#find(accountId))?.referrers ?? firstReferrers;
  }

  async setReferrers(accountId: string, referrers: readonly string[]): Promise<void> {
    await this.#set(accountId, { referrers });
  }

  /** Accounts whose files end some day. */
  async listExpiring(): Promise<{ accountId: string; expirationDays: number }[]> {
    const rows = await this.#engine.db.db
      .select({ accountId: table.accountId, expirationDays: table.expirationDays })
      .from(table);
    return rows.filter((row) => row.expirationDays > 0);
  }

  async #find(accountId: string) {
    const [row] = await this.#engine.db.db.select().from(table).where(eq(table.accountId, accountId));
    return row;
  }

  async #set(accountId: string, changes: { expirationDays?: number; referrers?: readonly string[] }) {
    await this.#engine.db.db
      .insert(table)
      .values({ accountId, ...changes })
      .onConflictDoUpdate({ target: table.accountId, set: changes });
  }
}
