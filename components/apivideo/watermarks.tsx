"use client";

import { Stamp, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { toast } from "#components/ui/toast.ts";
import { removeWatermark } from "#lib/features/apivideo/actions.ts";
import type { Watermark } from "#lib/features/apivideo/schema/watermarks.ts";
import { PictureButton } from "./picture-button.tsx";
import { sendPicture } from "./send-picture.ts";

export interface WatermarksProps {
  connectionId: string;
  watermarks: readonly Watermark[];
  canEdit: boolean;
}

/** Pictures that can be laid over a video when it is made. */
export function Watermarks({ connectionId, watermarks, canEdit }: WatermarksProps) {
  const router = useRouter();
  const [leaving, setLeaving] = useState<Watermark>();
  const [isPending, startTransition] = useTransition();
  const upload = (picture: File) =>
    startTransition(async () => {
      const path = `/api/apivideo/${encodeURIComponent(connectionId)}/watermarks`;
      const sent = await sendPicture(path, picture);
      if (sent.ok) {
        toast.success("The watermark is there.");
        router.refresh();
      } else toast.error(sent.error.message);
    });
  const remove = ({ watermarkId }: Watermark) =>
    startTransition(async () => {
      const removed = await removeWatermark({ connectionId, watermarkId });
      if (removed.ok) router.refresh();
      else toast.error(removed.error.message);
      setLeaving(undefined);
    });
  return (
    <div className="grid gap-5">
      {canEdit && (
        <div className="flex flex-wrap items-center gap-3">
          <PictureButton accept="image/jpeg,image/png" isPending={isPending} onChoose={upload}>
            Add a picture…
          </PictureButton>
          <p className="text-xs text-muted-foreground">
            PNG keeps what is transparent. A video’s own page makes a copy with one of these over it.
          </p>
        </div>
      )}
      {watermarks.length === 0 ? (
        <EmptyState icon={<Stamp />} title="No watermark yet">
          A watermark is a picture, such as a logo, that is laid over a video when the video is made, and
          stays in it.
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-3">
          {watermarks.map((watermark) => (
            <li key={watermark.watermarkId} className="grid overflow-hidden rounded-lg border bg-card">
              <WatermarkPicture watermark={watermark} className="h-28 w-full p-3" />
              <div className="flex items-center gap-2 border-t px-3 py-2">
                <p className="min-w-0 flex-1 text-xs text-muted-foreground">
                  <span className="block font-mono text-foreground">…{watermark.watermarkId.slice(-6)}</span>
                  {watermark.createdAt && <LocalTime at={watermark.createdAt} as="day" />}
                </p>
                {canEdit && (
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    aria-label={`Delete the watermark that ends in ${watermark.watermarkId.slice(-6)}`}
                    title="Delete"
                    onClick={() => setLeaving(watermark)}
                  >
                    <Trash2 aria-hidden="true" />
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={(isOpen) => !isOpen && setLeaving(undefined)}
        title="Delete this watermark?"
        confirmLabel="Delete watermark"
        pending={isPending}
        onConfirm={() => leaving && remove(leaving)}
      >
        <p>Videos that were made with it keep it. No new one can have it.</p>
      </ConfirmDialog>
    </div>
  );
}

export function WatermarkPicture({
  watermark: { pictureUrl },
  className,
}: {
  watermark: Watermark;
  className?: string;
}) {
  if (pictureUrl === null) {
    return (
      <div className={`grid place-content-center bg-gray-3 text-xs text-muted-foreground ${className ?? ""}`}>
        The service does not show it.
      </div>
    );
  }
  return <img src={pictureUrl} alt="" className={`bg-gray-5 object-contain ${className ?? ""}`} />;
}
