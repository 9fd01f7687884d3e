"use client";

import { ArchiveRestore, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { toast } from "#components/ui/toast.ts";
import { restoreVideo } from "#lib/features/apivideo/actions.ts";
import type { DiscardedVideo } from "#lib/features/apivideo/schema.ts";

export interface DiscardedVideosProps {
  connectionId: string;
  videos: readonly DiscardedVideo[];
  canEdit: boolean;
}

/** The account's bin: what can still be brought back, and until when. */
export function DiscardedVideos({ connectionId, videos, canEdit }: DiscardedVideosProps) {
  if (videos.length === 0) {
    return (
      <EmptyState icon={<Trash2 />} title="Nothing to bring back">
        Where an account keeps deleted videos for a while, they are listed here and can be restored. This one
        has none.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y rounded-lg border bg-card">
      {videos.map((video) => (
        <DiscardedRow key={video.videoId} connectionId={connectionId} video={video} canEdit={canEdit} />
      ))}
    </ul>
  );
}

function DiscardedRow({
  connectionId,
  video: { videoId, title, discardedAt, deletesAt },
  canEdit,
}: { video: DiscardedVideo } & Omit<DiscardedVideosProps, "videos">) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const restore = () =>
    startTransition(async () => {
      const restored = await restoreVideo({ connectionId, videoId });
      if (restored.ok) {
        toast.success(`${title} is back in the library.`);
        router.refresh();
      } else toast.error(restored.error.message);
    });
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="clip-line text-sm font-medium" dir="auto">
          {title}
        </p>
        <p className="text-xs text-muted-foreground">
          {discardedAt && (
            <>
              Deleted <LocalTime at={discardedAt} />
            </>
          )}
          {deletesAt && (
            <>
              , gone for good <LocalTime at={deletesAt} as="day" />
            </>
          )}
        </p>
      </div>
      {canEdit && (
        <Button variant="outline" pending={isPending} onClick={restore}>
          <ArchiveRestore aria-hidden="true" />
          Restore
        </Button>
      )}
    </li>
  );
}
