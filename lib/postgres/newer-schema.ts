import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** The database was migrated by a newer Reelyard; this one would write what it does not understand. */
export class NewerSchemaError extends Error {
  override readonly name = "NewerSchemaError";
}

const journal = z.object({ entries: z.array(z.object({ when: z.number() })) });
const newestRow = z.object({ newest: z.coerce.number().nullable() });

/** Throws `NewerSchemaError` when the database knows migrations that this version does not bring. */
export async function refuseNewerSchema(
  query: (text: string) => Promise<unknown[]>,
  migrationsFolder: string,
): Promise<void> {
  const file = path.join(migrationsFolder, "meta", "_journal.json");
  const known = journal.parse(JSON.parse(await readFile(file, "utf8"))).entries.map((entry) => entry.when);
  const [row] = await query("SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations");
  const { newest } = newestRow.parse(row);
  if (newest !== null && newest > Math.max(...known)) {
    throw new NewerSchemaError(
      "The database was last used by a newer Reelyard. Start that version, or restore a backup made before it.",
    );
  }
}
