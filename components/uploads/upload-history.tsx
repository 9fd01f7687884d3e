"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useLive } from "#components/layout/live-provider.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { type StatusKind, StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "#components/ui/table.tsx";
import { formatBytes } from "#lib/client/format.ts";
import { uploadHistoryQuery } from "#lib/features/uploads/client.ts";
import type { UploadHistoryPage, UploadRecord } from "#lib/features/uploads/schema.ts";

import { useUploadViews } from "./upload-desk.ts";
import { factsInWords } from "./upload-words.ts";

/** Everyone's uploads, newest first. */
export function UploadHistory({ first }: { first: UploadHistoryPage }) {
  const query = uploadHistoryQuery();
  const history = useInfiniteQuery({ ...query, initialData: { pages: [first], pageParams: [""] } });
  const refresh = useRefreshSoon(query.queryKey);
  useLive((message) => {
    if (message.type === "asset" || message.type === "asset-removed" || message.type === "resync") refresh();
  });
  // What this browser does is history, too, as soon as it changes phase.
  const phases = useUploadViews()
    .map(({ phase }) => phase)
    .join();
  const told = useRef(phases);
  useEffect(() => {
    if (told.current !== phases) refresh();
    told.current = phases;
  }, [phases, refresh]);

  const records = history.data.pages.flatMap(({ items }) => items);
  return (
    <section aria-label="History" className="grid gap-3">
      <h2 className="text-base font-semibold">History</h2>
      {history.error && <Banner>{history.error.message}</Banner>}
      {records.length === 0 ? (
        <p className="text-sm text-soft-foreground">
          Uploads by everyone are listed here once there are some.
        </p>
      ) : (
        <Table label="Upload history">
          <TableCaption>Uploads by everyone, newest first</TableCaption>
          <TableHeader>
            <TableRow>
              <TableHead>File</TableHead>
              <TableHead>State</TableHead>
              <TableHead className="text-end">Size</TableHead>
              <TableHead className="max-md:hidden">Connection</TableHead>
              <TableHead className="max-md:hidden">By</TableHead>
              <TableHead className="max-sm:hidden">Begun</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {records.map((record) => (
              <HistoryRow key={record.uploadId} record={record} />
            ))}
          </TableBody>
        </Table>
      )}
      {history.hasNextPage && (
        <Button
          variant="outline"
          className="justify-self-start"
          pending={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </section>
  );
}

/** Reads again within a second, however often it is asked to. */
function useRefreshSoon(queryKey: readonly string[]): () => void {
  const cache = useQueryClient();
  const due = useRef<ReturnType<typeof setTimeout>>(undefined);
  const key = useRef(queryKey);
  useEffect(() => () => clearTimeout(due.current), []);
  return useCallback(() => {
    due.current ??= setTimeout(() => {
      due.current = undefined;
      void cache.invalidateQueries({ queryKey: key.current });
    }, 1_000);
  }, [cache]);
}

function HistoryRow({ record }: { record: UploadRecord }) {
  const { mark, words } = stateOf(record);
  const facts = factsInWords(record.facts);
  return (
    <TableRow>
      <TableCell className="max-w-80">
        {record.assetId ? (
          <Link
            href={`/assets/${encodeURIComponent(record.assetId)}`}
            className="clip-line block font-medium underline-offset-4 hover:underline"
          >
            {record.fileName}
          </Link>
        ) : (
          <span className="clip-line block font-medium">{record.fileName}</span>
        )}
        {facts && <span className="block text-xs text-muted-foreground">{facts}</span>}
      </TableCell>
      <TableCell>
        <span className="flex items-center gap-2">
          <StatusMark status={mark} />
          <span className="text-pretty">{words}</span>
        </span>
      </TableCell>
      <TableCell className="text-end whitespace-nowrap">{formatBytes(record.sizeBytes)}</TableCell>
      <TableCell className="max-md:hidden">
        <span className="flex items-center gap-2">
          <ProviderMonogram provider={record.provider} named />
          <span className="clip-line">{record.connectionName}</span>
        </span>
      </TableCell>
      <TableCell className="max-md:hidden">{record.startedBy}</TableCell>
      <TableCell className="whitespace-nowrap max-sm:hidden">
        <LocalTime at={record.startedAt} />
      </TableCell>
    </TableRow>
  );
}

function stateOf(record: UploadRecord): { mark: StatusKind; words: string } {
  switch (record.state) {
    case "sending":
      return { mark: "queued", words: "Not complete" };
    case "failed":
      return { mark: "failed", words: record.errorMessage ?? "Failed" };
    case "cancelled":
      return { mark: "off", words: "Cancelled" };
    case "accepted": {
      if (record.assetStatus === null) return { mark: "off", words: "Deleted since" };
      const words = {
        draft: "Sent",
        importing: "Sent",
        encoding: "Encoding",
        ready: "Ready",
        failed: "Failed",
      };
      return { mark: toStatusKind(record.assetStatus), words: words[record.assetStatus] };
    }
  }
}
