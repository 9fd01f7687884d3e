import { randomBytes } from "node:crypto";
import type { Database } from "#lib/postgres/open-postgres.ts";
import type { AssetRow } from "../db/schema/asset.ts";
import { type RenditionRow, renditionTable } from "../db/schema/rendition.ts";
import type { NewRendition } from "./types.ts";

/**
 * Rows for renditions to make. A failed or missing source fails them at once (`VideoStatusInvalid`,
 * `FileNotFound`), which is how Telestream tells it.
 */
export async function insertRenditions(
  db: Pick<Database, "insert">,
  asset: Pick<AssetRow, "assetId" | "accountId" | "containerId" | "status" | "sourceKey">,
  renditions: readonly NewRendition[],
  now: Date,
): Promise<RenditionRow[]> {
  if (renditions.length === 0) return [];
  const failure = failureOf(asset);
  return db
    .insert(renditionTable)
    .values(
      renditions.map((rendition) => {
        const renditionId = rendition.renditionId ?? randomBytes(16).toString("hex");
        return {
          renditionId,
          assetId: asset.assetId,
          accountId: asset.accountId,
          containerId: asset.containerId,
          profileId: rendition.profileId,
          profileName: rendition.profileName,
          extname: rendition.extname,
          path: rendition.path,
          settings: rendition.settings,
          status: failure ? ("fail" as const) : ("queued" as const),
          errorClass: failure?.errorClass ?? null,
          errorMessage: failure?.errorMessage ?? null,
          queuedAt: now,
          finishedAt: failure ? now : null,
          createdAt: now,
          updatedAt: now,
        };
      }),
    )
    .returning();
}

function failureOf(asset: Pick<AssetRow, "status" | "sourceKey">) {
  if (asset.status === "fail") {
    return { errorClass: "VideoStatusInvalid", errorMessage: "The source could not be imported." };
  }
  if (asset.status === "success" && asset.sourceKey === null) {
    return { errorClass: "FileNotFound", errorMessage: "The source file was deleted." };
  }
  return undefined;
}
