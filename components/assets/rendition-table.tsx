"use client";

import { EmptyState } from "#components/ui/empty-state.tsx";
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "#components/ui/table.tsx";
import { formatBytes } from "#lib/client/format.ts";
import { formatBitrate, formatCodec, formatDimensions } from "#lib/client/format-media.ts";
import type { Rendition } from "#lib/domain/rendition.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { RenditionActions } from "./rendition-actions.tsx";
import { RenditionState } from "./rendition-state.tsx";

const nothing = <span className="text-muted-foreground">–</span>;

/** What the provider made, or is making, of it. A column of which it says nothing is left out: api.video tells states alone. */
export function RenditionTable({ asset, canEdit }: { asset: AssetDetail; canEdit: boolean }) {
  if (asset.renditions.length === 0) {
    return (
      <EmptyState className="py-8" title="No renditions">
        {asset.status === "importing"
          ? "They appear when the file has been read."
          : "Only the source file is kept."}
      </EmptyState>
    );
  }
  const knows = {
    picture: asset.renditions.some(({ width, height }) => formatDimensions(width, height) !== null),
    codec: asset.renditions.some((rendition) => codecs(rendition) !== ""),
    bitrate: asset.renditions.some(({ bitrateKbps }) => bitrateKbps !== null),
    size: asset.renditions.some(({ sizeBytes }) => sizeBytes !== null),
  };
  return (
    <Table label="Renditions">
      <TableCaption>Renditions of {asset.title}</TableCaption>
      <TableHeader>
        <TableRow>
          <TableHead>Profile</TableHead>
          <TableHead>State</TableHead>
          {knows.picture && <TableHead className="max-sm:hidden">Picture</TableHead>}
          {knows.codec && <TableHead className="max-md:hidden">Codec</TableHead>}
          {knows.bitrate && <TableHead className="text-end max-md:hidden">Bitrate</TableHead>}
          {knows.size && <TableHead className="text-end">Size</TableHead>}
          <TableHead className="pe-0">
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {asset.renditions.map((rendition) => (
          <TableRow key={rendition.renditionId}>
            <TableCell className="font-medium">{rendition.name}</TableCell>
            <TableCell className="min-w-44">
              <RenditionState rendition={rendition} />
            </TableCell>
            {knows.picture && (
              <TableCell className="whitespace-nowrap max-sm:hidden">
                {formatDimensions(rendition.width, rendition.height) ?? nothing}
              </TableCell>
            )}
            {knows.codec && (
              <TableCell className="whitespace-nowrap max-md:hidden">
                {codecs(rendition) || nothing}
              </TableCell>
            )}
            {knows.bitrate && (
              <TableCell className="text-end whitespace-nowrap max-md:hidden">
                {rendition.bitrateKbps === null ? nothing : formatBitrate(rendition.bitrateKbps)}
              </TableCell>
            )}
            {knows.size && (
              <TableCell className="text-end whitespace-nowrap">
                {rendition.sizeBytes === null ? nothing : formatBytes(rendition.sizeBytes)}
              </TableCell>
            )}
            <TableCell className="pe-0 text-end">
              <RenditionActions asset={asset} rendition={rendition} canEdit={canEdit} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function codecs({ videoCodec, audioCodec }: Rendition): string {
  return [videoCodec, audioCodec]
    .filter((codec) => codec !== null)
    .map(formatCodec)
    .join(", ");
}
