"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useLive } from "#components/layout/live-provider.tsx";
import type { LiveMessage } from "#lib/domain/live.ts";
import { encodingBoardQuery } from "#lib/features/telestream/client.ts";
import type { BoardFilter, EncodingBoard } from "#lib/features/telestream/schema/encoding.ts";

/** A second at most between two reads, however fast the encoders talk. */
const restMs = 1_000;

type RenditionMessage = Extract<LiveMessage, { type: "rendition" }>;

/** The board's encodings: progress moves without a request, everything else by reading again. */
export function useEncodingBoard(connectionId: string, filter: BoardFilter, limit: number) {
  const query = encodingBoardQuery(connectionId, filter, limit);
  const board = useQuery(query);
  const cache = useQueryClient();
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readSoon = useCallback(() => {
    if (resting.current !== undefined) return;
    resting.current = setTimeout(() => {
      resting.current = undefined;
      void cache.invalidateQueries({ queryKey: ["telestream", "board", connectionId] });
    }, restMs);
  }, [cache, connectionId]);
  // What happened between the server's reading and this moment was told to nobody here, and may have been the last.
  useEffect(() => {
    readSoon();
    return () => {
      clearTimeout(resting.current);
      resting.current = undefined;
    };
  }, [readSoon]);
  useLive((message) => {
    if (message.type === "asset" || message.type === "asset-removed" || message.type === "library")
      readSoon();
    if (message.type !== "rendition") return;
    const before = board.data?.items.find(({ encodingId }) => encodingId === message.renditionId);
    if (before) cache.setQueryData(query.queryKey, (data) => data && moved(data, message));
    if (before?.status !== message.status) readSoon();
  });
  return board;
}

function moved(board: EncodingBoard, message: RenditionMessage): EncodingBoard {
  const items = board.items.map((item) =>
    item.encodingId === message.renditionId
      ? {
          ...item,
          progressPercent: message.progressPercent,
          queuePosition: message.queuePosition,
          remainingMs: message.remainingMs,
        }
      : item,
  );
  return { ...board, items };
}
