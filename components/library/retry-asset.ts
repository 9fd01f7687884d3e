import type { QueryClient } from "@tanstack/react-query";
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import { retryRendition } from "#lib/features/library/actions.ts";
import { assetQuery } from "#lib/features/library/client.ts";
import type { AssetSummary } from "#lib/features/library/schema.ts";

/** Has every failed rendition of an asset made again, and says in words what came of it. */
export async function retryAsset(queryClient: QueryClient, { assetId, title }: AssetSummary): Promise<void> {
  try {
    const detail = await queryClient.fetchQuery({ ...assetQuery(assetId), staleTime: 0 });
    const failed = detail.renditions.filter(({ status }) => status === "failed");
    if (!detail.abilities.retry || failed.length === 0) {
      toast.error(`There is nothing of “${title}” to encode again.`, {
        description: detail.errorMessage ?? "Upload it again.",
      });
      return;
    }
    for (const { renditionId } of failed) {
      const result = await retryRendition({ assetId, renditionId });
      if (!result.ok) {
        toast.error(result.error.message);
        return;
      }
    }
    toast.success(`${countOf(failed.length, "rendition")} of “${title}” queued again`);
  } catch (error) {
    toast.error(
      error instanceof Error && error.name === "RequestError" ? error.message : "Reelyard did not answer.",
    );
  }
}
