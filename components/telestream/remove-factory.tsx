"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import { removeFactory } from "#lib/features/telestream/actions.ts";
import type { FactorySummary } from "#lib/features/telestream/schema/factory.ts";
import { telestreamHrefs } from "./hrefs.ts";

/** The way out of a factory, with what goes along. */
export function RemoveFactory({ connectionId, factory }: { connectionId: string; factory: FactorySummary }) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const [isPending, setPending] = useState(false);
  const remove = async () => {
    setPending(true);
    try {
      const removed = await removeFactory({ connectionId, factoryId: factory.factoryId });
      if (removed.ok) {
        toast.success(`${factory.name} is deleted`);
        router.push(telestreamHrefs(connectionId).factories);
      } else toast.error(removed.error.message);
    } catch {
      toast.error("Reelyard did not answer. Look before you try again.");
    } finally {
      setPending(false);
      setAsking(false);
    }
  };
  return (
    <>
      <Button
        variant="outline"
        className="justify-self-start text-failed-text"
        onClick={() => setAsking(true)}
      >
        Delete factory…
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete the factory ${factory.name}?`}
        confirmLabel="Delete factory"
        cancelLabel="Keep it"
        pending={isPending}
        onConfirm={() => void remove()}
      >
        <p>
          {factory.videoCount > 0
            ? `${countOf(factory.videoCount, "video")} in it, their encodings and its profiles go along.`
            : "Its profiles go along."}{" "}
          It cannot be brought back.
        </p>
        <p>Not every generation of the service can do this; one that cannot says so and deletes nothing.</p>
      </ConfirmDialog>
    </>
  );
}
