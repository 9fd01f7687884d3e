import "server-only";
import { randomUUID } from "node:crypto";
import { asc, eq, sql } from "drizzle-orm";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { taskPresets } from "#lib/db/schema/task-presets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { PresetInput, RenamePresetInput, SavePresetInput, TaskPreset } from "./schema/preset.ts";
import { withoutSecrets } from "./secret-parameters.ts";

/** What the team keeps, by name. */
export async function listPresets(_viewer: Viewer): Promise<TaskPreset[]> {
  const rows = await db()
    .select({
      presetId: taskPresets.presetId,
      name: taskPresets.name,
      tasks: taskPresets.tasks,
      savedBy: taskPresets.savedBy,
      updatedAt: taskPresets.updatedAt,
    })
    .from(taskPresets)
    .orderBy(asc(sql`lower(${taskPresets.name})`));
  return rows.map((row) => ({ ...row, tasks: [...row.tasks], updatedAt: row.updatedAt.toISOString() }));
}

/** A new preset, or another content and name for one that there is. Secrets among the parameters are left out. */
export async function savePreset(
  viewer: Viewer,
  { presetId = randomUUID(), name, tasks }: SavePresetInput,
): Promise<{ presetId: string }> {
  const content = { name, tasks: tasks.map(withoutSecrets), savedBy: viewer.name, updatedAt: new Date() };
  await refuseTaken(name, () =>
    db()
      .insert(taskPresets)
      .values({ presetId, ...content })
      .onConflictDoUpdate({ target: taskPresets.presetId, set: content }),
  );
  await recordAudit(viewer, { action: "task-preset.save", subject: name, detail: { tasks: tasks.length } });
  return { presetId };
}

export async function renamePreset(viewer: Viewer, { presetId, name }: RenamePresetInput): Promise<void> {
  const [renamed] = await refuseTaken(name, () =>
    db()
      .update(taskPresets)
      .set({ name, updatedAt: new Date() })
      .where(eq(taskPresets.presetId, presetId))
      .returning({ presetId: taskPresets.presetId }),
  );
  if (!renamed) throw gone();
  await recordAudit(viewer, { action: "task-preset.rename", subject: name });
}

export async function deletePreset(viewer: Viewer, { presetId }: PresetInput): Promise<void> {
  const [deleted] = await db()
    .delete(taskPresets)
    .where(eq(taskPresets.presetId, presetId))
    .returning({ name: taskPresets.name });
  if (!deleted) throw gone();
  await recordAudit(viewer, { action: "task-preset.delete", subject: deleted.name });
}

const gone = () => new DomainError("not_found", "That preset no longer exists.");

async function refuseTaken<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isOfUniqueName(error)) throw error;
    const message = `There is a preset called “${name}” already.`;
    throw new DomainError("conflict", message, { cause: error, fields: { name: message } });
  }
}

/** Drizzle wraps what the database says. */
function isOfUniqueName(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && "code" in cause && cause.code === "23505";
}
