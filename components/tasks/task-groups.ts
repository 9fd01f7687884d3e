import type { RenditionStatus } from "#lib/domain/rendition.ts";
import type { WorkItem } from "#lib/features/library/schema.ts";

export const lanes = [
  { name: "running", title: "Encoding", statuses: ["encoding"] },
  { name: "queued", title: "Queued", statuses: ["queued"] },
  { name: "failed", title: "Failed", statuses: ["failed"] },
  { name: "done", title: "Done today", statuses: ["ready", "cancelled"] },
] as const satisfies readonly { name: string; title: string; statuses: readonly RenditionStatus[] }[];

/** What one asset has in a lane. */
export interface AssetWork {
  readonly asset: Pick<WorkItem, "assetId" | "assetTitle" | "posterUrl" | "connectionName" | "provider">;
  readonly items: readonly WorkItem[];
}

export interface Lane {
  readonly name: (typeof lanes)[number]["name"];
  readonly title: string;
  /** Of renditions. */
  readonly count: number;
  readonly assets: readonly AssetWork[];
}

/** Work by where it stands, then by what it is of: what waits in queue order, what ended newest first. */
export function groupWork(work: readonly WorkItem[]): readonly Lane[] {
  return lanes.map(({ name, title, statuses }) => {
    const items = work.filter(({ status }) => statuses.some((each) => each === status));
    const ordered = name === "queued" ? items.toSorted(byPlace) : items;
    const byAsset = Map.groupBy(ordered, ({ assetId }) => assetId);
    const assets = [...byAsset.values()].flatMap((ofOne) => {
      const [asset] = ofOne;
      return asset ? [{ asset, items: ofOne.toSorted(byName) }] : [];
    });
    return { name, title, count: items.length, assets };
  });
}

const byPlace = (a: WorkItem, b: WorkItem) =>
  (a.queuePosition ?? Number.MAX_SAFE_INTEGER) - (b.queuePosition ?? Number.MAX_SAFE_INTEGER);

const byName = (a: WorkItem, b: WorkItem) => a.name.localeCompare(b.name, "en", { numeric: true });
