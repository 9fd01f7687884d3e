import { LocalTime } from "#components/ui/local-time.tsx";
import { formatBytes, formatDuration } from "#lib/client/format.ts";
import { formatBitrate, formatCodec, formatDimensions, formatFrameRate } from "#lib/client/format-media.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { Fact, FactsList } from "./facts-list.tsx";

const exact = new Intl.NumberFormat("en");

/** Everything the index knows. */
export function AllDetails({ asset }: { asset: AssetDetail }) {
  const { sizeBytes, durationMs, framesPerSecond, bitrateKbps } = asset;
  return (
    <FactsList>
      <Fact label="Title">{asset.title}</Fact>
      <Fact label="Type">{asset.type}</Fact>
      <Fact label="File">{asset.fileName}</Fact>
      <Fact label="Size">
        {sizeBytes === null ? null : `${formatBytes(sizeBytes)} (${exact.format(sizeBytes)} bytes)`}
      </Fact>
      <Fact label="Duration">
        {durationMs === null ? null : `${formatDuration(durationMs)} (${exact.format(durationMs)} ms)`}
      </Fact>
      <Fact label="Picture">{formatDimensions(asset.width, asset.height)}</Fact>
      <Fact label="Frame rate">{framesPerSecond === null ? null : formatFrameRate(framesPerSecond)}</Fact>
      <Fact label="Video codec">{asset.videoCodec && formatCodec(asset.videoCodec)}</Fact>
      <Fact label="Audio codec">{asset.audioCodec && formatCodec(asset.audioCodec)}</Fact>
      <Fact label="Bitrate">{bitrateKbps === null ? null : formatBitrate(bitrateKbps)}</Fact>
      <Fact label="Tags">{asset.tags.join(", ")}</Fact>
      <Fact label="Created">
        <LocalTime at={asset.createdAt} />
      </Fact>
      <Fact label="Changed">
        <LocalTime at={asset.updatedAt} />
      </Fact>
      <Fact label="Provider’s id">
        <code className="text-xs break-all">{asset.providerAssetId}</code>
      </Fact>
      <Fact label="Reelyard’s id">
        <code className="text-xs break-all">{asset.assetId}</code>
      </Fact>
    </FactsList>
  );
}
