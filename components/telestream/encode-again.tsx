"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { countOf } from "#lib/client/format.ts";
import { assetQuery } from "#lib/features/library/client.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { encodeAgain } from "#lib/features/telestream/actions.ts";
import type { VideoExtras } from "#lib/features/telestream/schema/video.ts";

export interface EncodeAgainProps {
  asset: AssetDetail;
  profiles: VideoExtras["profiles"];
  onClose(): void;
}

/** Which profiles to make a video with; those it has already say so, and can be made once more. */
export function EncodeAgain({ asset, profiles, onClose }: EncodeAgainProps) {
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isPending, setPending] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const made = new Set(asset.renditions.map(({ name }) => name));

  async function encode() {
    setPending(true);
    setMessage(null);
    try {
      const begun = await encodeAgain({ assetId: asset.assetId, profileNames: chosen });
      if (begun.ok) {
        toast.success(`${countOf(begun.value.begun, "encoding")} queued`);
        onClose();
      } else setMessage(begun.error.message);
    } catch {
      setMessage("Reelyard did not answer. Look before you try again.");
    } finally {
      setPending(false);
      void cache.invalidateQueries({ queryKey: assetQuery(asset.assetId).queryKey });
    }
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Encode again</DialogTitle>
          <DialogDescription>
            From the source as it was uploaded; what is there already stays.
          </DialogDescription>
        </DialogHeader>
        {profiles.length === 0 ? (
          <p className="text-sm text-soft-foreground">Its factory has no profiles.</p>
        ) : (
          <ul className="max-h-80 divide-y overflow-y-auto rounded-lg border">
            {profiles.map(({ profileId, name, title }) => (
              <li key={profileId}>
                <label
                  htmlFor={`profile-${profileId}`}
                  className="flex min-h-10 items-center gap-3 px-3 py-1.5 text-sm hover:bg-gray-2"
                >
                  <Checkbox
                    id={`profile-${profileId}`}
                    checked={chosen.includes(name)}
                    onCheckedChange={(isOn) =>
                      setChosen(isOn === true ? [...chosen, name] : chosen.filter((each) => each !== name))
                    }
                  />
                  <span className="font-mono">{name}</span>
                  <span className="clip-line min-w-0 flex-1 text-xs text-muted-foreground">{title}</span>
                  {made.has(name) && <span className="text-xs text-muted-foreground">made already</span>}
                </label>
              </li>
            ))}
          </ul>
        )}
        <FormMessage message={message} />
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={chosen.length === 0} pending={isPending} onClick={() => void encode()}>
            {chosen.length === 0 ? "Encode" : `Encode with ${countOf(chosen.length, "profile")}`}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
