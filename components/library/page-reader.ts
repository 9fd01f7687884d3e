import type { QueryClient } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import { type AssetPages, replacePage } from "./asset-pages.ts";
import { applyMessages, type ListMessage } from "./live-pages.ts";

/** A page of a cached list, by its place in it. */
export interface DirtyPage {
  readonly queryKey: readonly unknown[];
  readonly at: number;
}

/**
 * Reads pages again under the cursor they were first read under. An answer never undoes what was told since it was asked
 * for, nor what a later one has shown.
 */
export function createPageReader(queryClient: QueryClient) {
  const shown = new Map<string, number>();
  let asked = 0;
  let underWay = 0;
  let told: ListMessage[] = [];

  return {
    note(message: ListMessage): void {
      if (underWay > 0) told.push(message);
    },

    async read(id: string, { queryKey, at }: DirtyPage): Promise<void> {
      const before = queryClient.getQueryData<AssetPages>(queryKey);
      if (!before || at >= before.pages.length) return;
      const filter = queryKey[2];
      if (typeof filter !== "object" || filter === null) return;
      const turn = ++asked;
      const toldBefore = told.length;
      underWay++;
      try {
        const fresh = await getJson("/api/library", {
          query: { ...filter, cursor: before.pageParams[at] },
          schema: async () => (await import("#lib/features/library/schema.ts")).assetPage,
        });
        if ((shown.get(id) ?? 0) > turn) return;
        shown.set(id, turn);
        const since = told.slice(toldBefore);
        queryClient.setQueryData<AssetPages>(
          queryKey,
          (now) => now && applyMessages(replacePage(now, at, fresh), since),
        );
      } catch {
        // The list on the screen stays; the stream's own state tells that the server is away.
        void queryClient.invalidateQueries({ queryKey, refetchType: "none" });
      } finally {
        underWay--;
        if (underWay === 0) told = [];
      }
    },
  };
}
