import { randomBytes } from "node:crypto";
import { and, asc, count, eq, isNotNull, isNull, or } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { type Factory, factoryTable } from "../../db/schema/telestream-factory.ts";
import { type Profile, profileTable } from "../../db/schema/telestream-profile.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { type NotificationSettings, notificationSettings } from "./notification-settings.ts";
import { commandPreset, defaultProfiles, findPreset, type ProfileSettings } from "./presets.ts";
import { badRequest } from "./problems.ts";

/** 32 lowercase hex digits: every id on this wire. */
export const newId = () => randomBytes(16).toString("hex");

export interface NewProfile {
  readonly name: string;
  readonly title?: string | undefined;
  /** One of the two. */
  readonly presetName?: string | undefined;
  readonly command?: string | undefined;
  readonly extname?: string | undefined;
  readonly settings: ProfileSettings;
}

export interface ProfileChanges {
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly extname?: string | undefined;
  readonly command?: string | undefined;
  readonly settings: ProfileSettings;
}

/** Factories and their profiles, in the engine's database. */
export class FactoryStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get #db() {
    return this.#engine.db.db;
  }

  /** The factory that `credentials.json` names, with the default profiles; made once, also by two at a time. */
  async ensureFirst(): Promise<void> {
    const { factoryId } = this.#engine.accounts.credentials.telestream;
    const now = this.#engine.clock.now();
    await this.#db.transaction(async (tx) => {
      const made = await tx
        .insert(factoryTable)
        .values({
          factoryId,
          accountId: this.#engine.accounts.telestream.accountId,
          name: "My factory",
          bucket: "",
          uploadOriginalVideo: true,
          createdAt: now,
          updatedAt: now,
        })
        .onConflictDoNothing()
        .returning({ factoryId: factoryTable.factoryId });
      if (made.length === 0) return;
      await tx
        .insert(profileTable)
        .values(defaultProfiles.map((profile) => this.#toRow(factoryId, profile, now)));
    });
  }

  async listFactories(account: EngineAccount, page: { offset: number; limit: number }): Promise<Factory[]> {
    return this.#db
      .select()
      .from(factoryTable)
      .where(and(eq(factoryTable.accountId, account.accountId), isNull(factoryTable.removedAt)))
      .orderBy(asc(factoryTable.createdAt), asc(factoryTable.factoryId))
      .offset(page.offset)
      .limit(page.limit);
  }

  async findFactory(account: EngineAccount, factoryId: string): Promise<Factory | undefined> {
    const rows = await this.#db
      .select()
      .from(factoryTable)
      .where(
        and(
          eq(factoryTable.accountId, account.accountId),
          eq(factoryTable.factoryId, factoryId),
          isNull(factoryTable.removedAt),
        ),
      );
    return rows[0];
  }

  async createFactory(
    account: EngineAccount,
    input: Pick<Factory, "name" | "bucket" | "details">,
  ): Promise<Factory> {
    const now = this.#engine.clock.now();
    const factory: Factory = {
      factoryId: newId(),
      accountId: account.accountId,
      ...input,
      uploadOriginalVideo: true,
      notifications: {},
      removedAt: null,
      createdAt: now,
      updatedAt: now,
    };
    await this.#db.insert(factoryTable).values(factory);
    return factory;
  }

  async updateFactory(
    factory: Factory,
    changes: Partial<Pick<Factory, "name" | "bucket" | "uploadOriginalVideo" | "details">>,
  ): Promise<Factory> {
    const changed = { ...changes, updatedAt: this.#engine.clock.now() };
    await this.#db.update(factoryTable).set(changed).where(eq(factoryTable.factoryId, factory.factoryId));
    return { ...factory, ...changed };
  }

  /** Nobody finds it any more. */
  async markRemoved(factoryId: string): Promise<void> {
    const removedAt = this.#engine.clock.now();
    await this.#db.update(factoryTable).set({ removedAt }).where(eq(factoryTable.factoryId, factoryId));
  }

  async listRemoved(): Promise<string[]> {
    const rows = await this.#db
      .select({ factoryId: factoryTable.factoryId })
      .from(factoryTable)
      .where(isNotNull(factoryTable.removedAt));
    return rows.map(({ factoryId }) => factoryId);
  }

  /** Its profiles go with it; its videos are the caller's business. */
  async removeFactory(factoryId: string): Promise<void> {
    await this.#db.delete(factoryTable).where(eq(factoryTable.factoryId, factoryId));
  }

  /** Undefined when the factory is gone. */
  async readNotifications(db: Database, factoryId: string): Promise<NotificationSettings | undefined> {
    const [row] = await db
      .select({ notifications: factoryTable.notifications })
      .from(factoryTable)
      .where(and(eq(factoryTable.factoryId, factoryId), isNull(factoryTable.removedAt)));
    return row && notificationSettings.parse(row.notifications);
  }

  async writeNotifications(
    db: Pick<Database, "update">,
    factoryId: string,
    notifications: NotificationSettings,
  ): Promise<void> {
    await db
      .update(factoryTable)
      .set({ notifications, updatedAt: this.#engine.clock.now() })
      .where(eq(factoryTable.factoryId, factoryId));
  }

  async listProfiles(factoryId: string, page: { offset: number; limit: number }): Promise<Profile[]> {
    return this.#db
      .select()
      .from(profileTable)
      .where(eq(profileTable.factoryId, factoryId))
      .orderBy(asc(profileTable.sequence))
      .offset(page.offset)
      .limit(page.limit);
  }

  async findProfile(factoryId: string, idOrName: string): Promise<Profile | undefined> {
    const isIt = or(eq(profileTable.profileId, idOrName), eq(profileTable.name, idOrName));
    const rows = await this.#db
      .select()
      .from(profileTable)
      .where(and(eq(profileTable.factoryId, factoryId), isIt));
    return rows[0];
  }

  /** Throws the protocol's problem for a preset we cannot make and for a name that is taken. */
  async createProfile(factoryId: string, input: NewProfile): Promise<Profile> {
    const row = this.#toRow(factoryId, input, this.#engine.clock.now());
    const made = await this.#db
      .insert(profileTable)
      .values(row)
      .onConflictDoNothing()
      .returning({ profileId: profileTable.profileId });
    if (made.length === 0) throw badRequest(`Profile name ${input.name} is already taken`);
    return row;
  }

  async updateProfile(profile: Profile, changes: ProfileChanges): Promise<Profile> {
    const changed = {
      name: changes.name ?? profile.name,
      title: changes.title ?? profile.title,
      extname: changes.extname ?? profile.extname,
      command: profile.command === null ? null : (changes.command ?? profile.command),
      settings: { ...profile.settings, ...changes.settings },
      updatedAt: this.#engine.clock.now(),
    };
    const taken = await this.findProfile(profile.factoryId, changed.name);
    if (taken && taken.profileId !== profile.profileId) {
      throw badRequest(`Profile name ${changed.name} is already taken`);
    }
    await this.#db.update(profileTable).set(changed).where(eq(profileTable.profileId, profile.profileId));
    return { ...profile, ...changed };
  }

  async removeProfile(profile: Profile): Promise<void> {
    await this.#db.delete(profileTable).where(eq(profileTable.profileId, profile.profileId));
  }

  async countFactories(): Promise<number> {
    const rows = await this.#db.select({ total: count() }).from(factoryTable);
    return rows[0]?.total ?? 0;
  }

  #toRow(factoryId: string, input: NewProfile, now: Date): Profile {
    const preset = input.command === undefined ? findPreset(input.presetName ?? "") : commandPreset;
    if (!preset) throw badRequest(`preset_name ${input.presetName} is not available`);
    return {
      profileId: newId(),
      factoryId,
      name: input.name,
      title: input.title ?? preset.title,
      presetName: preset.presetName || null,
      command: input.command ?? null,
      extname: input.extname ?? preset.extname,
      settings: { ...preset.settings, ...input.settings },
      createdAt: now,
      updatedAt: now,
    };
  }
}
