import { Badge } from "#components/ui/badge.tsx";
import { Card, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { formatBytes, formatDuration } from "#lib/client/format.ts";
import { formatCodec, formatDimensions, formatFrameRate } from "#lib/client/format-media.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { Fact, FactsList } from "./facts-list.tsx";

/** What somebody wants to know at a glance. */
export function DetailsCard({ asset, startedBy }: { asset: AssetDetail; startedBy: string | null }) {
  const source = [
    formatDimensions(asset.width, asset.height),
    asset.videoCodec && formatCodec(asset.videoCodec),
    asset.framesPerSecond && formatFrameRate(asset.framesPerSecond),
  ];
  const file = [asset.fileName, asset.sizeBytes === null ? null : formatBytes(asset.sizeBytes)];
  return (
    <Card>
      <CardHeader>
        <CardTitle>Details</CardTitle>
      </CardHeader>
      <FactsList>
        <Fact label="Duration">{asset.durationMs === null ? null : formatDuration(asset.durationMs)}</Fact>
        <Fact label="Source">{source.filter(Boolean).join(", ")}</Fact>
        <Fact label="File">{file.filter(Boolean).join(", ")}</Fact>
        <Fact label="Created">
          <LocalTime at={asset.createdAt} />
          {startedBy && ` by ${startedBy}`}
        </Fact>
        <Fact label="Tags">
          {asset.tags.length === 0 ? null : (
            <span className="flex flex-wrap gap-1">
              {asset.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          )}
        </Fact>
        <Fact label="Id">
          <code className="text-xs break-all">{asset.providerAssetId}</code>
        </Fact>
      </FactsList>
    </Card>
  );
}
