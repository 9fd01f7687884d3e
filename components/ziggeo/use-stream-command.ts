import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "#components/ui/toast.ts";
import type { Result } from "#lib/domain/result.ts";
import { assetQuery } from "#lib/features/library/client.ts";
import { streamsQuery } from "#lib/features/ziggeo/client.ts";

/** Runs a command on a video's streams and shows what came of it: the words of a failure, the new list. */
export function useStreamCommand(assetId: string) {
  const cache = useQueryClient();
  const [isPending, setPending] = useState(false);
  const [message, setMessage] = useState<string | null>(null);

  const refresh = async () => {
    await Promise.all([
      cache.invalidateQueries({ queryKey: streamsQuery(assetId).queryKey }),
      cache.invalidateQueries({ queryKey: assetQuery(assetId).queryKey }),
    ]);
  };
  /** True when it was done. Where a dialog shows `message`, the toast stays away. */
  const run = async (
    command: () => Promise<Result<unknown>>,
    done: string,
    { quiet = false }: { quiet?: boolean } = {},
  ): Promise<boolean> => {
    setPending(true);
    setMessage(null);
    try {
      const outcome = await command();
      if (outcome.ok) {
        toast.success(done);
        return true;
      }
      setMessage(outcome.error.message);
      if (!quiet) toast.error(outcome.error.message);
      return false;
    } catch {
      const silence = "Reelyard did not answer. Look before you try again.";
      setMessage(silence);
      if (!quiet) toast.error(silence);
      return false;
    } finally {
      setPending(false);
      void refresh();
    }
  };
  return { isPending, message, run, refresh };
}
