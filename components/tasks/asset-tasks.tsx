import { assetHref } from "#components/library/hrefs.ts";
import { Link } from "#components/ui/link.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { ReadyRow } from "./ready-row.tsx";
import type { AssetWork } from "./task-groups.ts";
import { TaskRow } from "./task-row.tsx";

export interface AssetTasksProps {
  work: AssetWork;
  canEdit: boolean;
}

/** One asset's renditions in a lane: the picture and the name once, a line for each. */
export function AssetTasks({ work: { asset, items }, canEdit }: AssetTasksProps) {
  const ready = items.filter(({ status }) => status === "ready");
  const others = items.filter(({ status }) => status !== "ready");
  return (
    <li className="flex gap-3 border-b py-3 max-md:flex-col md:gap-4">
      <div className="flex min-w-0 gap-3 md:w-72 md:shrink-0 lg:w-80">
        <span className="relative block aspect-video h-fit w-24 shrink-0 overflow-hidden rounded-md bg-gray-3 max-md:w-16">
          {asset.posterUrl && (
            <img
              src={asset.posterUrl}
              alt=""
              loading="lazy"
              decoding="async"
              className="absolute inset-0 size-full object-cover"
            />
          )}
        </span>
        <div className="min-w-0 flex-1">
          <Link
            href={assetHref(asset.assetId)}
            className="clip-line block text-sm font-semibold hover:underline hover:underline-offset-4"
          >
            {asset.assetTitle}
          </Link>
          <p className="mt-1 flex min-w-0 items-center gap-1.5 text-xs text-muted-foreground">
            <ProviderMonogram provider={asset.provider} named />
            <span className="clip-line">{asset.connectionName}</span>
          </p>
        </div>
      </div>
      <ul className="min-w-0 flex-1">
        {ready.length > 0 && <ReadyRow items={ready} />}
        {others.map((item) => (
          <TaskRow key={item.renditionId} item={item} canEdit={canEdit} />
        ))}
      </ul>
    </li>
  );
}
