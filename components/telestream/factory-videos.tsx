import { assetHref } from "#components/library/hrefs.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import { formatDuration } from "#lib/client/format.ts";
import type { AssetStatus } from "#lib/domain/asset.ts";

export interface FactoryVideosProps {
  videos: readonly {
    readonly assetId: string;
    readonly title: string;
    readonly posterUrl: string | null;
    readonly durationMs: number | null;
    readonly status: AssetStatus;
  }[];
}

/** The newest of a factory's videos, as pictures. */
export function FactoryVideos({ videos }: FactoryVideosProps) {
  if (videos.length === 0) {
    return (
      <EmptyState
        className="py-8"
        title="No videos in this factory"
        actions={
          <Button variant="outline" asChild>
            <Link href="/uploads">Upload a video</Link>
          </Button>
        }
      >
        Choose this factory as its destination.
      </EmptyState>
    );
  }
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3">
      {videos.map(({ assetId, title, posterUrl, durationMs, status }) => (
        <li key={assetId}>
          <Link href={assetHref(assetId)} className="group block rounded-lg">
            <span className="relative block aspect-video overflow-hidden rounded-lg bg-gray-3">
              {posterUrl && (
                <img
                  src={posterUrl}
                  alt=""
                  loading="lazy"
                  decoding="async"
                  className="absolute inset-0 size-full object-cover"
                />
              )}
              {durationMs !== null && (
                <span className="absolute end-1.5 bottom-1.5 rounded-sm bg-black/75 px-1.5 py-0.5 text-xs leading-4 font-semibold text-white tabular">
                  {formatDuration(durationMs)}
                </span>
              )}
            </span>
            <span className="mt-1.5 flex items-center gap-1.5 text-sm">
              {status !== "ready" && <StatusMark status={toStatusKind(status)} />}
              <span className="clip-line font-medium group-hover:underline group-hover:underline-offset-4">
                {title}
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
