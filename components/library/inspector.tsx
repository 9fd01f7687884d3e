"use client";

import { useQuery } from "@tanstack/react-query";
import { Maximize2, Trash2, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useSyncExternalStore } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { Sheet, SheetContent, SheetTitle } from "#components/ui/sheet.tsx";
import { formatBytes, formatDuration } from "#lib/client/format.ts";
import { formatCodec } from "#lib/client/format-media.ts";
import { providerNames } from "#lib/domain/provider-id.ts";
import { assetQuery } from "#lib/features/library/client.ts";
import type { AssetDetail, AssetSummary } from "#lib/features/library/schema.ts";
import { assetHref } from "./hrefs.ts";
import { InspectorRenditions } from "./inspector-renditions.tsx";
import { Poster } from "./poster.tsx";

export interface InspectorProps {
  asset: AssetSummary;
  canEdit: boolean;
  onClose(): void;
  onDelete(): void;
}

const wide = "(min-width: 1024px)";

function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(wide);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => matchMedia(wide).matches,
    () => true,
  );
}

/** One asset beside the list; over it where there is no room beside. */
export default function Inspector(props: InspectorProps) {
  const isWide = useIsWide();
  if (!isWide) {
    return (
      <Sheet open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
        <SheetContent
          side="bottom"
          aria-describedby={undefined}
          className="pb-20"
          // Radix would begin on the first button, which is the one that deletes.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
        >
          <SheetTitle className="clip-line">{props.asset.title}</SheetTitle>
          <Facts {...props} />
        </SheetContent>
      </Sheet>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    props.onClose();
    document.querySelector<HTMLElement>('[data-open][tabindex="0"]')?.focus();
  };
  return (
    <aside
      aria-label={`Details of ${props.asset.title}`}
      onKeyDown={onKeyDown}
      className="sticky top-25 grid max-h-[calc(100dvh-7.5rem)] w-80 shrink-0 animate-slide-in-end gap-4 overflow-y-auto rounded-lg border bg-card p-4"
    >
      <div className="flex items-start gap-2">
        <h2 className="min-w-0 flex-1 text-base font-semibold [overflow-wrap:anywhere]" dir="auto">
          {props.asset.title}
        </h2>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close the details"
          onClick={props.onClose}
          className="-me-1 -mt-1"
        >
          <X aria-hidden="true" />
        </Button>
      </div>
      <Facts {...props} />
    </aside>
  );
}

function Facts({ asset, canEdit, onDelete }: InspectorProps) {
  const detail = useQuery(assetQuery(asset.assetId)).data;
  return (
    <>
      <Poster asset={asset} />
      <div className="flex gap-2">
        <Button asChild className="flex-1">
          <Link href={assetHref(asset.assetId)}>
            <Maximize2 aria-hidden="true" />
            Open
          </Link>
        </Button>
        {canEdit && detail?.abilities.remove !== false && (
          <Button variant="outline" size="icon" aria-label="Delete" title="Delete" onClick={onDelete}>
            <Trash2 aria-hidden="true" />
          </Button>
        )}
      </div>
      {asset.errorMessage && <p className="text-sm text-failed-text">{asset.errorMessage}</p>}
      {detail && detail.renditions.length > 0 && <InspectorRenditions asset={detail} canEdit={canEdit} />}
      <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm">
        <FactRows asset={asset} detail={detail} />
      </dl>
    </>
  );
}

function FactRows({ asset, detail }: { asset: AssetSummary; detail: AssetDetail | undefined }) {
  const source = [
    asset.width && asset.height ? `${asset.width} × ${asset.height}` : undefined,
    asset.videoCodec ? formatCodec(asset.videoCodec) : undefined,
    detail?.framesPerSecond ? `${Number(detail.framesPerSecond.toFixed(2))} fps` : undefined,
  ].filter(Boolean);
  return (
    <>
      {asset.durationMs !== null && <Fact name="Length">{formatDuration(asset.durationMs)}</Fact>}
      {source.length > 0 && <Fact name="Source">{source.join(", ")}</Fact>}
      {detail?.fileName && <Fact name="File">{detail.fileName}</Fact>}
      {asset.sizeBytes !== null && <Fact name="Size">{formatBytes(asset.sizeBytes)}</Fact>}
      <Fact name="Created">
        <LocalTime at={asset.createdAt} />
      </Fact>
      <Fact name="Provider">{providerNames[asset.provider].name}</Fact>
      {detail && <Fact name="Connection">{detail.connectionName}</Fact>}
      {asset.tags.length > 0 && (
        <Fact name="Tags">
          <span className="flex flex-wrap gap-1">
            {asset.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        </Fact>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="tabular [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
