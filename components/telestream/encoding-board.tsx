"use client";

import { RotateCcw } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { countOf, formatCount } from "#lib/client/format.ts";
import { boardShownAtMost } from "#lib/features/telestream/schema/board.ts";
import { BoardFilters, type FactoryOption } from "./board-filters.tsx";
import { BoardLanes } from "./board-lanes.tsx";
import { changeLater, retryAllLater } from "./change-later.ts";
import { changeFor, EncodingRow } from "./encoding-row.tsx";
import { useBoardFilter } from "./use-board-filter.ts";
import { useEncodingBoard } from "./use-encoding-board.ts";
import { useRowKeys } from "./use-row-keys.ts";

/** What is seldom there at first. React's own `lazy`: `next/dynamic` brings two kilobytes of its own. */
const BoardSelection = lazy(() =>
  import("./board-selection.tsx").then((file) => ({ default: file.BoardSelection })),
);
const EncodingSheet = lazy(() =>
  import("./encoding-sheet.tsx").then((file) => ({ default: file.EncodingSheet })),
);

const NothingHere = lazy(() => import("./board-empty.tsx").then((file) => ({ default: file.NothingHere })));
const NothingRead = lazy(() => import("./board-empty.tsx").then((file) => ({ default: file.NothingRead })));

const step = 100;

export interface EncodingBoardProps {
  connectionId: string;
  factories: readonly FactoryOption[];
  canEdit: boolean;
}

/** Every encoding of the account, over all its factories, moving by itself. */
export function EncodingBoard({ connectionId, factories, canEdit }: EncodingBoardProps) {
  const [filter, changeFilter] = useBoardFilter();
  const [limit, setLimit] = useState(step);
  const board = useEncodingBoard(connectionId, filter, limit);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpenId] = useState<string>();
  const [isRetrying, setRetrying] = useState(false);
  const anchor = useRef<string>(undefined);
  const items = useMemo(() => board.data?.items ?? [], [board.data]);
  const latest = useRef(items);
  useEffect(() => {
    latest.current = items;
  });

  const select = useCallback((encodingId: string, isRange = false) => {
    const ids = latest.current.map((each) => each.encodingId);
    const [from, to] = [ids.indexOf(anchor.current ?? encodingId), ids.indexOf(encodingId)];
    anchor.current = encodingId;
    setSelection((before) => {
      const next = new Set(before);
      if (isRange && from >= 0)
        for (const id of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(id);
      else if (!next.delete(encodingId)) next.add(encodingId);
      return next;
    });
  }, []);
  const onKeyDown = useRowKeys({
    onSelect: (encodingId) => canEdit && select(encodingId),
    onChange: (encodingId) => {
      const change = changeFor(items.find((each) => each.encodingId === encodingId)?.status ?? "ready");
      if (canEdit && change) void changeLater(connectionId, [encodingId], change);
    },
  });
  const retryAll = async () => {
    setRetrying(true);
    await retryAllLater(connectionId, filter.factory);
    setRetrying(false);
  };

  const { counts } = board.data ?? {};
  const selected = items.filter(({ encodingId }) => selection.has(encodingId));
  const opened = items.find(({ encodingId }) => encodingId === openId);
  const total = counts
    ? filter.lane
      ? counts[filter.lane]
      : Object.values(counts).reduce((a, b) => a + b, 0)
    : 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <BoardLanes counts={counts} chosen={filter.lane} onChange={(lane) => changeFilter({ lane })} />
      <div className="flex flex-wrap items-center gap-2">
        <BoardFilters filter={filter} factories={factories} onChange={changeFilter} />
        {canEdit && (counts?.failed ?? 0) > 0 && (
          <Button variant="outline" className="ms-auto" pending={isRetrying} onClick={() => void retryAll()}>
            <RotateCcw aria-hidden="true" />
            Retry all {formatCount(counts?.failed ?? 0)} failed
          </Button>
        )}
      </div>
      {board.error && board.data && (
        <Banner action={<RetryRead onClick={() => void board.refetch()} />}>
          {board.error.message} What you see is as of the last answer.
        </Banner>
      )}
      <Suspense fallback={<Skeleton className="h-96" />}>
        {board.error && !board.data ? (
          <NothingRead reason={board.error.message} onRetry={() => void board.refetch()} />
        ) : !board.data ? (
          <Skeleton className="h-96" />
        ) : items.length === 0 ? (
          <NothingHere
            isNarrowed={Boolean(filter.lane || filter.factory || filter.q)}
            onClear={() => changeFilter({ lane: undefined, factory: undefined, q: undefined })}
          />
        ) : (
          <ul aria-label="Encodings" className="border-t" onKeyDown={onKeyDown}>
            {items.map((encoding) => (
              <EncodingRow
                key={encoding.encodingId}
                connectionId={connectionId}
                encoding={encoding}
                canEdit={canEdit}
                isSelected={selection.has(encoding.encodingId)}
                showsFactory={!filter.factory && factories.length > 1}
                onSelect={select}
                onOpen={setOpenId}
              />
            ))}
          </ul>
        )}
      </Suspense>
      {total > items.length && items.length > 0 && (
        <p className="flex flex-wrap items-center gap-3 text-sm text-muted-foreground tabular">
          {formatCount(items.length)} of {countOf(total, "encoding")}
          {limit < boardShownAtMost ? (
            <Button
              variant="outline"
              size="sm"
              pending={board.isPlaceholderData}
              onClick={() => setLimit(Math.min(limit + 2 * step, boardShownAtMost))}
            >
              Show more
            </Button>
          ) : (
            <span>· choose a lane, a factory or a few letters to find the others</span>
          )}
        </p>
      )}
      <Suspense>
        {selected.length > 0 && (
          <BoardSelection
            connectionId={connectionId}
            selected={selected}
            onClear={() => setSelection(new Set())}
          />
        )}
        {opened && (
          <EncodingSheet
            connectionId={connectionId}
            encoding={opened}
            canEdit={canEdit}
            onClose={() => setOpenId(undefined)}
          />
        )}
      </Suspense>
    </div>
  );
}

function RetryRead({ onClick }: { onClick(): void }) {
  return (
    <Button variant="link" size="inline" onClick={onClick}>
      Retry now
    </Button>
  );
}
