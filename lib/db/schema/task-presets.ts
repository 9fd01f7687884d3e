import { jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A task as a service takes it. */
export interface PresetTask {
  readonly task_name: string;
  readonly [parameter: string]: unknown;
}

/** Tasks to begin with, kept for the team. Names are unique whatever their case. */
export const taskPresets = pgTable("task_presets", {
  presetId: text("preset_id").primaryKey(),
  name: text("name").notNull(),
  tasks: jsonb("tasks").$type<readonly PresetTask[]>().notNull(),
  savedBy: text("saved_by").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  updatedAt: moment("updated_at").notNull().defaultNow(),
});
