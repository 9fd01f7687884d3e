import { pgTable, text } from "drizzle-orm/pg-core";

/** Files whose row is gone: written with the row's removal, deleted once the file is. A restart goes on here. */
export const doomedFileTable = pgTable("doomed_file", { key: text("key").primaryKey() });
