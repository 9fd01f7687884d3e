"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf, formatBytes } from "#lib/client/format.ts";
import { setLifetime, tryDeletion } from "#lib/features/stupeflix/actions.ts";
import type { Deletion } from "#lib/features/stupeflix/schema/storage.ts";

export interface StorageLifetimeProps {
  connectionId: string;
  days: number;
  canSet: boolean;
}

/** For how long files are kept. A shorter lifetime deletes at once: how much is said before it is set. */
export function StorageLifetime({ connectionId, days, canSet }: StorageLifetimeProps) {
  const router = useRouter();
  const [text, setText] = useState(String(days));
  const [would, setWould] = useState<Deletion>();
  const [isOpen, setOpen] = useState(false);
  const [isPending, startTransition] = useTransition();
  const wanted = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  const isDays = wanted <= 36_500;

  const today = useWouldGo(connectionId, isDays && wanted !== days ? wanted : 0);

  const save = async () => {
    const saved = await setLifetime({ connectionId, days: wanted });
    if (saved.ok) {
      toast.success(wanted === 0 ? "Files are kept for ever." : `Files live ${countOf(wanted, "day")}.`);
      router.refresh();
    } else toast.error(saved.error.message);
    setOpen(false);
  };
  const submit = () =>
    startTransition(async () => {
      if (wanted === 0) return save();
      const tried = await tryDeletion({ connectionId, choice: { by: "age", days: wanted } });
      if (!tried.ok) toast.error(tried.error.message);
      else if (tried.value.count === 0) await save();
      else {
        setWould(tried.value);
        setOpen(true);
      }
    });
  return (
    <Card>
      <CardHeader>
        <CardTitle>Lifetime</CardTitle>
      </CardHeader>
      <CardDescription>
        {days === 0
          ? "Files are kept for ever."
          : `Files are deleted when they are ${countOf(days, "day")} old.`}
      </CardDescription>
      {canSet && (
        <form
          className="mt-3 flex flex-wrap items-start gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (isDays && wanted !== days) submit();
          }}
        >
          <Field
            label="Days"
            help={
              today
                ? `Today that deletes ${countOf(today.count, "file")}, ${formatBytes(today.sizeBytes)}.`
                : "0 keeps them for ever."
            }
            error={isDays ? undefined : "Use a whole number from 0 to 36,500."}
            className="w-56"
          >
            <Input inputMode="numeric" value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          <Button
            type="submit"
            variant="outline"
            className="mt-5 h-9"
            disabled={!isDays || wanted === days}
            pending={isPending}
          >
            Set lifetime
          </Button>
        </form>
      )}
      {would && (
        <ConfirmDialog
          open={isOpen}
          onOpenChange={setOpen}
          title={`Keep files for ${countOf(wanted, "day")} only?`}
          confirmLabel={`Set, and delete ${countOf(would.count, "file")}, ${formatBytes(would.sizeBytes)}`}
          pending={isPending}
          onConfirm={() => startTransition(save)}
        >
          <p>That many are older today and go at once; others follow as they come of age.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

const restMs = 400;

/** What such a lifetime would delete today, once nobody has typed for a moment. */
function useWouldGo(connectionId: string, days: number): Deletion | undefined {
  const [told, setTold] = useState<{ readonly days: number; readonly would: Deletion }>();
  useEffect(() => {
    if (days === 0) return;
    let isGone = false;
    const timer = setTimeout(async () => {
      const tried = await tryDeletion({ connectionId, choice: { by: "age", days } });
      if (tried.ok && !isGone) setTold({ days, would: tried.value });
    }, restMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [connectionId, days]);
  return told?.days === days ? told.would : undefined;
}
