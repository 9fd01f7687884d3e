import { useEffect, useState } from "react";
import { readDetailRows } from "#lib/features/ziggeo/client.ts";
import { type DetailRow, rowsPerRead } from "#lib/features/ziggeo/schema/details.ts";

export interface BulkRows {
  readonly rows: readonly DetailRow[];
  readonly isReading: boolean;
  /** How many of the selection were asked for. */
  readonly readCount: number;
  readonly problem: string | null;
  /** Reads all again, after a failure. */
  retry(): void;
  /** Reads some again and puts them in their places. Throws words for a person. */
  readAgain(assetIds: readonly string[]): Promise<readonly DetailRow[]>;
}

/** What a selection's videos say now, read a handful at a time. */
export function useBulkRows(assetIds: readonly string[]): BulkRows {
  const [rows, setRows] = useState<readonly DetailRow[]>([]);
  const [readCount, setReadCount] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn is another reading.
  useEffect(() => {
    const stop = new AbortController();
    setProblem(null);
    readAll(assetIds, stop.signal, setReadCount)
      .then(setRows)
      .catch((error: Error) => {
        if (!stop.signal.aborted) setProblem(error.message);
      });
    return () => stop.abort();
  }, [assetIds, turn]);

  return {
    rows,
    isReading: problem === null && readCount < assetIds.length,
    readCount,
    problem,
    retry: () => setTurn((before) => before + 1),
    async readAgain(some) {
      const fresh = await readAll(some, new AbortController().signal, () => {});
      const found = new Map(fresh.map((row) => [row.assetId, row]));
      const merged = rows.map((row) => found.get(row.assetId) ?? row);
      setRows(merged);
      return merged;
    },
  };
}

async function readAll(
  assetIds: readonly string[],
  signal: AbortSignal,
  onRead: (count: number) => void,
): Promise<DetailRow[]> {
  const rows: DetailRow[] = [];
  for (let at = 0; at < assetIds.length; at += rowsPerRead) {
    rows.push(...(await readDetailRows(assetIds.slice(at, at + rowsPerRead), signal)));
    onRead(Math.min(at + rowsPerRead, assetIds.length));
  }
  return rows;
}
