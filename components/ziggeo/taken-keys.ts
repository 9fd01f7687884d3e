import { readKeyOwners } from "#lib/features/ziggeo/client.ts";
import type { PlannedRow } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import { keysPerRead } from "#lib/features/ziggeo/schema/details.ts";

/** The plan again, with a problem at each video whose new key is another's already. */
export async function markTakenKeys(
  plan: readonly PlannedRow[],
  signal: AbortSignal,
): Promise<readonly PlannedRow[]> {
  const wanting = plan.filter(({ after, problem }) => after.key && problem === null);
  const problems = new Map<string, string>();
  for (const own of Map.groupBy(wanting, ({ row }) => row.connectionId).values()) {
    for (let at = 0; at < own.length; at += keysPerRead) {
      const some = own.slice(at, at + keysPerRead);
      const [first] = some;
      if (!first) continue;
      const keys = some.flatMap(({ after }) => after.key ?? []);
      const owners = await readKeyOwners(first.row.assetId, keys, signal);
      for (const { row, after } of some) {
        const owner = owners.find(({ key, assetId }) => key === after.key && assetId !== row.assetId);
        if (owner) problems.set(row.assetId, `“${owner.title}” has the key “${owner.key}” already.`);
      }
    }
  }
  return plan.map((planned) => ({
    ...planned,
    problem: planned.problem ?? problems.get(planned.row.assetId) ?? null,
  }));
}
