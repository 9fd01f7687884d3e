import { memo } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/class-names.ts";
import { LocalTime } from "#components/ui/local-time.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import { formatBytes, formatDuration } from "#lib/client/format.ts";
import { formatCodec } from "#lib/client/format-media.ts";
import type { AssetItemProps } from "./asset-card.tsx";
import { statusOnPicture, statusWords } from "./asset-words.ts";
import { assetHref } from "./hrefs.ts";
import { Poster } from "./poster.tsx";
import { SelectMark } from "./select-mark.tsx";
import { tableColumns } from "./table-columns.ts";

const nothing = <span className="text-muted-foreground">–</span>;

/** The same item as a card, as a row of the table; 52 px, which the list's arithmetic relies on. */
export const AssetRow = memo(function AssetRow({
  asset,
  index,
  isActive,
  isSelected,
  isPeeked,
  canSelect,
}: AssetItemProps) {
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      className={cn(
        "group relative h-13 border-b text-sm hover:bg-gray-2",
        (isSelected || isPeeked) && "bg-selected-soft hover:bg-selected-soft",
      )}
    >
      <td className={cn("relative z-10", tableColumns.select)}>
        {canSelect && <SelectMark title={asset.title} isSelected={isSelected} />}
      </td>
      <td className={tableColumns.title}>
        <div className="flex items-center gap-3">
          <Poster asset={asset} isBare className="w-16 shrink-0 rounded-md" />
          <ProviderMonogram provider={asset.provider} named />
          <a
            href={assetHref(asset.assetId)}
            tabIndex={isActive ? 0 : -1}
            data-open=""
            draggable={false}
            className="clip-line min-w-0 font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-selected"
          >
            {asset.title}
          </a>
        </div>
      </td>
      <td className={tableColumns.status}>
        <div className="flex items-center gap-1.5">
          <StatusMark
            status={asset.progress?.queuePosition ? "queued" : toStatusKind(asset.status)}
            percent={asset.progress?.percent ?? null}
          />
          <span className="clip-line tabular @max-xl:sr-only">
            {statusOnPicture(asset) ?? statusWords[asset.status]}
          </span>
        </div>
      </td>
      <td className={tableColumns.duration}>
        {asset.durationMs === null ? nothing : formatDuration(asset.durationMs)}
      </td>
      <td className={tableColumns.picture}>
        {asset.width && asset.height ? `${asset.width} × ${asset.height}` : nothing}
      </td>
      <td className={tableColumns.codec}>{asset.videoCodec ? formatCodec(asset.videoCodec) : nothing}</td>
      <td className={tableColumns.size}>
        {asset.sizeBytes === null ? nothing : formatBytes(asset.sizeBytes)}
      </td>
      <td className={tableColumns.created}>
        <LocalTime at={asset.createdAt} as="day" />
      </td>
      <td className={tableColumns.tags}>
        <div className="flex gap-1 overflow-hidden">
          {asset.tags.slice(0, 3).map((tag) => (
            <Badge key={tag} className="min-w-0 shrink">
              <span className="clip-line">{tag}</span>
            </Badge>
          ))}
        </div>
      </td>
    </tr>
  );
});
