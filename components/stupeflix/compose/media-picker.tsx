"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Poster } from "#components/library/poster.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { assetPagesQuery } from "#lib/features/library/client.ts";
import { type AssetFilter, assetFilter } from "#lib/features/library/schema.ts";
import { assetSourceQuery } from "#lib/features/stupeflix/client.ts";
import type { Parameter } from "#lib/features/stupeflix/schema/kinds.ts";
import type { AssetSource } from "#lib/features/stupeflix/schema/media.ts";

export interface MediaPickerProps {
  connectionId: string;
  accepts: Parameter["accepts"];
  onPick(source: AssetSource): void;
  onClose(): void;
}

/** Files of the library that a task can read. */
export default function MediaPicker({ connectionId, accepts, onPick, onClose }: MediaPickerProps) {
  const queries = useQueryClient();
  const [words, setWords] = useState("");
  const [failure, setFailure] = useState<string>();
  const [picking, setPicking] = useState<string>();
  const filter: AssetFilter = {
    ...assetFilter.parse({ q: useDeferredValue(words) }),
    type: accepts === "image" ? ["image"] : accepts === "video" ? ["video"] : [],
  };
  const list = useInfiniteQuery(assetPagesQuery(filter));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];

  async function pick(assetId: string) {
    setPicking(assetId);
    setFailure(undefined);
    try {
      onPick(await queries.fetchQuery(assetSourceQuery(connectionId, assetId)));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "Its file could not be found.");
    } finally {
      setPicking(undefined);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent aria-describedby={undefined} className="sm:max-w-2xl">
        <DialogHeader>
          <DialogTitle>Pick from the library</DialogTitle>
        </DialogHeader>
        <Input
          type="search"
          aria-label="Search the library"
          placeholder="Search"
          autoFocus
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        {failure && (
          <p role="alert" className="text-sm text-failed-text">
            {failure}
          </p>
        )}
        {list.isError && <p className="text-sm text-failed-text">{list.error.message}</p>}
        {list.isSuccess && items.length === 0 && (
          <p className="py-8 text-center text-sm text-soft-foreground">
            {words ? "Nothing is called that." : "There is no such file in the library."}
          </p>
        )}
        <ul className="grid max-h-[50dvh] grid-cols-2 gap-3 overflow-y-auto p-0.5 sm:grid-cols-3">
          {items.map((asset) => (
            <li key={asset.assetId}>
              <button
                type="button"
                className="grid w-full gap-1.5 rounded-lg text-start hover:opacity-90 aria-busy:opacity-50"
                aria-busy={picking === asset.assetId || undefined}
                onClick={() => void pick(asset.assetId)}
              >
                <Poster asset={asset} />
                <span className="clip-line text-sm">{asset.title}</span>
              </button>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Button
            variant="outline"
            pending={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        )}
      </DialogContent>
    </Dialog>
  );
}
