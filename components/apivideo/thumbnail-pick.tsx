"use client";

import { Image as ImageIcon } from "lucide-react";
import { useTransition } from "react";
import { positionOf, useShownPlayer } from "#components/assets/shown-player.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Result } from "#lib/domain/result.ts";
import { pickThumbnail } from "#lib/features/apivideo/actions.ts";
import { PictureButton } from "./picture-button.tsx";
import { sendPicture } from "./send-picture.ts";

/** The frame that the player shows becomes the thumbnail, or a picture of one's own. */
export function ThumbnailPick({ assetId }: { assetId: string }) {
  const player = useShownPlayer();
  const [isPending, startTransition] = useTransition();
  const run = (act: () => Promise<Result<unknown>>, done: string) =>
    startTransition(async () => {
      const answer = await act();
      if (answer.ok) toast.success(done);
      else toast.error(answer.error.message);
    });
  return (
    <section aria-label="Thumbnail" className="grid gap-2">
      <h3 className="text-sm font-semibold">Thumbnail</h3>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="outline"
          pending={isPending}
          onClick={() =>
            run(
              () => pickThumbnail({ assetId, positionMs: positionOf(player) }),
              "The thumbnail is being made of this frame.",
            )
          }
        >
          <ImageIcon aria-hidden="true" />
          Use the frame the player shows
        </Button>
        <PictureButton
          accept="image/jpeg,image/png,image/webp"
          isPending={isPending}
          onChoose={(picture) =>
            run(
              () => sendPicture(`/api/apivideo/videos/${encodeURIComponent(assetId)}/thumbnail`, picture),
              "The picture is the thumbnail now.",
            )
          }
        >
          Use a picture…
        </PictureButton>
        <p className="text-xs text-muted-foreground">Pause the player where it looks best.</p>
      </div>
    </section>
  );
}
