"use client";

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useLive } from "#components/layout/live-provider.tsx";
import { cn } from "#components/ui/class-names.ts";
import { whenSettled } from "#lib/client/when-settled.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import type { AssetSummary } from "#lib/features/library/schema.ts";
import { loadCardControls } from "./asset-card.tsx";
import { AssetList, loadAssetTable } from "./asset-list.tsx";
import { ConnectionBanners } from "./connection-banners.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { clearFilter, isNarrowed } from "./filter-url.ts";
import { useAssetPages } from "./use-asset-pages.ts";
import { useLibraryFilter } from "./use-library-filter.ts";
import { loadShowFrame } from "./use-scrub.ts";
import { useSelection } from "./use-selection.ts";

const loadInspector = () => import("./inspector.tsx");
const Inspector = lazy(loadInspector);
const DeleteAssetsDialog = lazy(() => import("./delete-assets-dialog.tsx"));
const BulkEditDialog = lazy(() => import("#components/ziggeo/bulk-edit-dialog.tsx"));
const EmptyLibrary = lazy(() => import("./empty-library.tsx"));
const ListSkeleton = lazy(() => import("./list-skeleton.tsx"));
const ListFailure = lazy(() => import("./list-failure.tsx"));
const NothingFound = lazy(() => import("./nothing-found.tsx"));
const RestFailure = lazy(() => import("./rest-failure.tsx"));
const loadSelectionBar = () => import("./selection-bar.tsx");
const SelectionBar = lazy(loadSelectionBar);

export interface LibraryViewProps {
  canEdit: boolean;
  canUpload: boolean;
  canManageConnections: boolean;
}

export function LibraryView({ canEdit, canUpload, canManageConnections }: LibraryViewProps) {
  const [filter, changeFilter] = useLibraryFilter();
  const list = useAssetPages(filter);
  const selection = useSelection(list.items);
  const [activeIndex, setActiveIndex] = useState(0);
  const [peeked, setPeeked] = useState<AssetSummary>();
  const [toDelete, setToDelete] = useState<readonly string[]>();
  const [toEdit, setToEdit] = useState<readonly string[]>();
  const connections = useQuery(connectionsQuery());
  const connectionNames = useMemo(
    () => new Map(connections.data?.map(({ connectionId, name }) => [connectionId, name])),
    [connections.data],
  );

  // What one key or click asks for should be there by then.
  useEffect(
    () =>
      whenSettled(() =>
        Promise.all([
          loadCardControls(),
          loadShowFrame(),
          loadInspector(),
          loadSelectionBar(),
          loadAssetTable(),
        ]).catch(() => undefined),
      ),
    [],
  );

  // Another list begins at its beginning.
  useEffect(() => {
    if (filter) setActiveIndex(0);
  }, [filter]);

  useLive((message) => {
    if (message.type !== "asset-removed") return;
    selection.drop(message.assetId);
    setPeeked((asset) => (asset?.assetId === message.assetId ? undefined : asset));
  });

  const isEmpty = !list.isLoading && !list.error && !list.isStale && list.items.length === 0;
  if (isEmpty && !isNarrowed(filter)) {
    return (
      <div className="pt-4">
        <ConnectionBanners canRetry={canManageConnections} />
        <Suspense>
          <EmptyLibrary canUpload={canUpload} />
        </Suspense>
      </div>
    );
  }

  const latestPeeked = peeked && (list.items.find(({ assetId }) => assetId === peeked.assetId) ?? peeked);
  const chosen = toDelete?.[0];
  return (
    <>
      <FilterBar filter={filter} onChange={changeFilter} connectionNames={connectionNames} />
      <div className="flex items-start gap-5 pt-1">
        <div className={cn("min-w-0 flex-1 transition-opacity", list.isStale && "opacity-60")}>
          <ConnectionBanners canRetry={canManageConnections} />
          <Suspense>
            {list.isLoading && <ListSkeleton view={filter.view} />}
            {list.error && list.items.length === 0 && (
              <ListFailure message={list.error.message} onRetry={list.retry} />
            )}
            {isEmpty && <NothingFound filter={filter} onClear={() => changeFilter(clearFilter(filter))} />}
          </Suspense>
          {list.items.length > 0 && (
            <AssetList
              view={filter.view}
              items={list.items}
              total={list.total}
              hasMore={list.hasMore}
              readOn={list.readOn}
              selection={selection}
              canSelect={canEdit}
              peekedId={peeked?.assetId}
              onPeek={setPeeked}
              onDelete={() => setToDelete([...selection.selected])}
              activeIndex={activeIndex}
              onActiveIndex={setActiveIndex}
            />
          )}
          <Suspense>{list.canRetryMore && <RestFailure onRetry={list.retryMore} />}</Suspense>
        </div>
        <Suspense>
          {latestPeeked && (
            <Inspector
              asset={latestPeeked}
              canEdit={canEdit}
              onClose={() => setPeeked(undefined)}
              onDelete={() => setToDelete([latestPeeked.assetId])}
            />
          )}
        </Suspense>
      </div>
      <Suspense>
        {selection.selected.size > 0 && (
          <SelectionBar
            count={selection.selected.size}
            onEdit={
              canEditInBulk(list.items, selection.selected)
                ? () => setToEdit([...selection.selected])
                : undefined
            }
            onDelete={() => setToDelete([...selection.selected])}
            onClear={selection.clear}
          />
        )}
      </Suspense>
      <Suspense>
        {toEdit && <BulkEditDialog assetIds={toEdit} onClose={() => setToEdit(undefined)} />}
      </Suspense>
      <Suspense>
        {toDelete && chosen !== undefined && (
          <DeleteAssetsDialog
            assetIds={toDelete}
            title={
              toDelete.length === 1 ? list.items.find(({ assetId }) => assetId === chosen)?.title : undefined
            }
            onClose={() => setToDelete(undefined)}
            onDeleted={() => {
              for (const assetId of toDelete) selection.drop(assetId);
              if (peeked && toDelete.includes(peeked.assetId)) setPeeked(undefined);
              setToDelete(undefined);
            }}
          />
        )}
      </Suspense>
    </>
  );
}

/** Ziggeo's alone take the same change many times over. What was selected in another list may be one of them. */
function canEditInBulk(items: readonly AssetSummary[], selected: ReadonlySet<string>): boolean {
  const shown = items.filter(({ assetId }) => selected.has(assetId));
  return shown.length < selected.size || shown.some(({ provider }) => provider === "ziggeo");
}
