import { eq } from "drizzle-orm";
import { type ApplicationSettings, applicationTable } from "../../db/schema/ziggeo-access.ts";
import type { Engine } from "../../engine.ts";
import { readFlag, readText } from "./argument-values.ts";
import type { Arguments } from "./arguments.ts";

/**
 * Closed until its owner opens it: the vendor's applications let any browser in at first, which a server on
 * somebody's own machine should not.
 */
const defaults: ApplicationSettings = {
  name: "Local engine",
  volatile: false,
  auth_token_required_for_create: true,
  auth_token_required_for_update: true,
  auth_token_required_for_read: true,
  auth_token_required_for_destroy: true,
  client_can_index_videos: false,
  client_cannot_access_unaccepted_videos: false,
  enable_video_subpages: false,
};
const flags = [
  "volatile",
  "auth_token_required_for_create",
  "auth_token_required_for_update",
  "auth_token_required_for_read",
  "auth_token_required_for_destroy",
  "client_can_index_videos",
  "client_cannot_access_unaccepted_videos",
  "enable_video_subpages",
] as const;
/** Other engines on the same server may change the settings: they are believed this long. */
const believedMs = 1_000;

/** The one application of the account. */
export class ApplicationStore {
  readonly #engine: Engine;
  #known: { settings: ApplicationSettings; untilMs: number } | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async read(): Promise<ApplicationSettings> {
    if (this.#known && this.#known.untilMs > Date.now()) return this.#known.settings;
    const { db, accounts } = this.#engine;
    const [row] = await db.db
      .select()
      .from(applicationTable)
      .where(eq(applicationTable.accountId, accounts.ziggeo.accountId));
    return this.#remember({ ...defaults, ...row?.settings });
  }

  async update(given: Arguments): Promise<ApplicationSettings> {
    const { db, accounts } = this.#engine;
    const { accountId } = accounts.ziggeo;
    const changes = {
      name: readText(given, "name", 200) ?? undefined,
      ...Object.fromEntries(flags.map((flag) => [flag, readFlag(given, flag) ?? undefined])),
    };
    const wanted = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const settings = await db.db.transaction(async (tx) => {
      await tx.insert(applicationTable).values({ accountId, settings: {} }).onConflictDoNothing();
      const [row] = await tx
        .select()
        .from(applicationTable)
        .where(eq(applicationTable.accountId, accountId))
        .for("update");
      const next = { ...row?.settings, ...wanted };
      await tx
        .update(applicationTable)
        .set({ settings: next })
        .where(eq(applicationTable.accountId, accountId));
      return next;
    });
    return this.#remember({ ...defaults, ...settings });
  }

  #remember(settings: ApplicationSettings): ApplicationSettings {
    const isAlone = this.#engine.db.backend === "pglite";
    this.#known = { settings, untilMs: isAlone ? Number.POSITIVE_INFINITY : Date.now() + believedMs };
    return settings;
  }
}
