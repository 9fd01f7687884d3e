import { cn } from "#components/ui/class-names.ts";
import { StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import { formatDuration } from "#lib/client/format.ts";
import type { AssetSummary } from "#lib/features/library/schema.ts";
import { statusOnPicture } from "./asset-words.ts";

/** One path each: a list of hundreds without pictures should not be made of thousands of shapes. */
const signs = {
  video: "M8 5.5v13l10.5-6.5Z",
  audio: "M4 10v4m4-8v12m4-15v18m4-14v10m4-6v2",
  image: "M4 19V5h16v14Zm0-3 5-5 7 7m-1-1 3-3 2 2",
} as const;

export interface PosterProps {
  asset: AssetSummary;
  /** Without duration and state: where there is no room for words. */
  isBare?: boolean;
  className?: string;
}

/** The picture at 16:9, its duration on it, its state only while it is not ready. The strip that hovering scrubs lies over it. */
export function Poster({ asset, isBare, className }: PosterProps) {
  const status = statusOnPicture(asset);
  return (
    <span
      data-poster=""
      className={cn(
        "relative block aspect-video overflow-hidden rounded-lg bg-gray-3 text-gray-8 ring-1 ring-black/5 ring-inset dark:ring-white/5 forced-colors:border",
        className,
      )}
    >
      {asset.posterUrl ? (
        <img
          key={asset.posterUrl}
          src={asset.posterUrl}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <svg
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          strokeLinecap="round"
          strokeLinejoin="round"
          aria-hidden="true"
          className={cn("absolute inset-0 m-auto", isBare ? "size-4" : "size-6")}
        >
          <path d={signs[asset.type]} />
        </svg>
      )}
      {asset.filmstrip && <span data-strip="" className="absolute inset-0 opacity-0" />}
      {!isBare && status !== undefined && (
        <span className="dark absolute inset-x-0 bottom-0 flex items-center gap-1.5 bg-linear-to-t from-black/75 via-black/45 to-transparent px-2 pt-6 pb-1.5 text-xs font-semibold text-white">
          <StatusMark
            status={asset.progress?.queuePosition ? "queued" : toStatusKind(asset.status)}
            percent={asset.progress?.percent ?? null}
          />
          <span className="clip-line tabular">{status}</span>
        </span>
      )}
      {!isBare && asset.durationMs !== null && status === undefined && (
        <span className="absolute end-1.5 bottom-1.5 rounded-sm bg-black/75 px-1.5 py-0.5 text-xs leading-4 font-semibold text-white tabular">
          {formatDuration(asset.durationMs)}
        </span>
      )}
    </span>
  );
}
