"use client";

import { Image as ImageIcon } from "lucide-react";
import { useTransition } from "react";
import { positionOf, useShownPlayer } from "#components/assets/shown-player.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { pickThumbnail } from "#lib/features/apivideo/actions.ts";

/** The frame that the player shows becomes the thumbnail. */
export function ThumbnailPick({ assetId }: { assetId: string }) {
  const player = useShownPlayer();
  const [isPending, startTransition] = useTransition();
  const pick = () =>
    startTransition(async () => {
      const picked = await pickThumbnail({ assetId, positionMs: positionOf(player) });
      if (picked.ok) toast.success("The thumbnail is being made of this frame.");
      else toast.error(picked.error.message);
    });
  return (
    <section aria-label="Thumbnail" className="grid gap-2">
      <h3 className="text-sm font-semibold">Thumbnail</h3>
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="outline" pending={isPending} onClick={pick}>
          <ImageIcon aria-hidden="true" />
          Use the frame the player shows
        </Button>
        <p className="text-xs text-muted-foreground">Pause the player where it looks best.</p>
      </div>
    </section>
  );
}
