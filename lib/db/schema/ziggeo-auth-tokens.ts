import { jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { AuthTokenRules } from "#lib/domain/auth-token.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Auth tokens of Ziggeo, which cannot list them. Written only by lib/features/ziggeo. */
export const ziggeoAuthTokens = pgTable("ziggeo_auth_tokens", {
  authTokenId: text("auth_token_id").primaryKey(),
  connectionId: text("connection_id").notNull(),
  name: text("name").notNull(),
  /** A `SealedSecret`, bound to this table, `authTokenId` and the column. */
  sealedToken: text("sealed_token").notNull(),
  tokenHash: text("token_hash").notNull(),
  hint: text("hint").notNull(),
  origin: text("origin", { enum: ["made", "pasted"] }).notNull(),
  rules: jsonb("rules").$type<AuthTokenRules>().notNull(),
  state: text("state", { enum: ["known", "gone"] }).notNull(),
  checkedAt: moment("checked_at").notNull(),
  checkFailure: text("check_failure"),
  createdBy: text("created_by").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
});
