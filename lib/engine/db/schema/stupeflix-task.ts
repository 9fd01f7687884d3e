import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 6 });

/** One task of the Tasks API, kept after it ends so that its key keeps answering. */
export const stupeflixTaskTable = pgTable(
  "stupeflix_task",
  {
    taskKey: text("task_key").primaryKey(),
    accountId: text("account_id").notNull(),
    taskName: text("task_name").notNull(),
    parameters: jsonb("parameters").$type<Readonly<Record<string, unknown>>>().notNull(),
    taskStore: jsonb("task_store").$type<unknown>().notNull(),
    status: text("status").$type<"queued" | "executing" | "success" | "error">().notNull(),
    progress: jsonb("progress").$type<unknown>(),
    /** Output values; a text for a task whose result is one. */
    result: jsonb("result").$type<unknown>(),
    /** Names of stored files below the key, by the name that the result has for each. */
    files: jsonb("files").$type<Readonly<Record<string, string>>>().notNull().default({}),
    error: jsonb("error").$type<unknown>(),
    /** The origin that the task was asked on: its files' addresses in a callback begin with it. */
    baseUrl: text("base_url").notNull().default(""),
    /** The job that runs it, and which try of that job: a process that lost the task writes nothing more. */
    jobId: text("job_id"),
    claim: text("claim"),
    isCallbackDue: boolean("is_callback_due").notNull().default(false),
    queuedAt: instant("queued_at").notNull(),
    startedAt: instant("started_at"),
    completedAt: instant("completed_at"),
    sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
  },
  (table) => [index("stupeflix_task_newest").on(table.accountId, table.sequence)],
);

export type StupeflixTask = typeof stupeflixTaskTable.$inferSelect;

/** A file that a task made and the engine keeps. */
export const stupeflixFileTable = pgTable(
  "stupeflix_file",
  {
    taskKey: text("task_key").notNull(),
    /** Below the key, `/` between folders. */
    name: text("name").notNull(),
    accountId: text("account_id").notNull(),
    storageKey: text("storage_key").notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    mimeType: text("mime_type").notNull(),
    /** Volatile files are in no listing. */
    isVolatile: boolean("is_volatile").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.taskKey, table.name] })],
);

export type StupeflixFile = typeof stupeflixFileTable.$inferSelect;

/** What an account has set. No row: files stay for ever, the API key is for this machine's own pages. */
export const stupeflixAccountTable = pgTable("stupeflix_account", {
  accountId: text("account_id").primaryKey(),
  /** Days after which persistent files are deleted; 0 never. */
  expirationDays: integer("expiration_days").notNull().default(0),
  /** Hosts whose pages may use the API key. */
  referrers: jsonb("referrers").$type<readonly string[]>(),
});
