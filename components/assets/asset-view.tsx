"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useLive } from "#components/layout/live-provider.tsx";
import { Page } from "#components/layout/page.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { type StatusKind, StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { RequestError } from "#lib/client/get-json.ts";
import type { AssetStatus } from "#lib/domain/asset.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { assetQuery } from "#lib/features/library/client.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import type { UploadRecord } from "#lib/features/uploads/schema.ts";
import { AssetActions } from "./asset-actions.tsx";
import { toHistory } from "./asset-history.ts";
import { applyLive } from "./asset-live.ts";
import { AssetTabs } from "./asset-tabs.tsx";
import { DetailsCard } from "./details-card.tsx";
import { ProviderCard } from "./provider-card.tsx";
import { ProviderSection } from "./provider-sections.tsx";
import { RemovedAsset } from "./removed-asset.tsx";
import { VideoPlayer } from "./video-player.tsx";
import { WhatHappened } from "./what-happened.tsx";

export interface AssetViewProps {
  /** As the server read it for the first paint. */
  readonly asset: AssetDetail;
  readonly upload: UploadRecord | null;
  readonly viewer: Viewer;
}

/** A second at most between two reads, however fast the encoder talks. */
const restMs = 1_000;

/** One asset, kept true by the event stream. */
export function AssetView({ asset: first, upload, viewer }: AssetViewProps) {
  const canEdit = canEditAssets(viewer);
  const query = assetQuery(first.assetId);
  const [isRemoved, setRemoved] = useState(false);
  const answer = useQuery({
    ...query,
    initialData: first,
    refetchInterval: toInterval,
    // What is gone need not be asked for: it would only fill the browser's console.
    enabled: !isRemoved,
  });
  const cache = useQueryClient();
  const isResting = useRef(false);
  const refetchSoon = () => {
    if (isResting.current) return;
    isResting.current = true;
    setTimeout(() => {
      isResting.current = false;
      void cache.invalidateQueries({ queryKey: query.queryKey });
    }, restMs);
  };
  const asset = answer.data;
  useLive((message) => {
    if (message.type === "asset-removed" && message.assetId === asset.assetId) setRemoved(true);
    const { asset: after, isOutdated } = applyLive(asset, message);
    if (after !== asset) cache.setQueryData(query.queryKey, after);
    if (isOutdated) refetchSoon();
  });

  if (isRemoved || (answer.error instanceof RequestError && answer.error.status === 404)) {
    return <RemovedAsset title={asset.title} />;
  }
  return (
    <Page
      title={asset.title}
      detail={<Identity asset={asset} />}
      back={{ href: "/library", label: "Library" }}
      search={false}
      actions={<AssetActions asset={asset} canEdit={canEdit} />}
    >
      <div className="grid gap-4">
        <Health asset={asset} error={answer.error} onRetry={() => void answer.refetch()} />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_23rem]">
          <div className="grid min-w-0 gap-6">
            <VideoPlayer
              title={asset.title}
              posterUrl={asset.posterUrl}
              durationMs={asset.durationMs}
              sources={asset.playback}
              emptyWords={nothingToPlay[asset.status]}
            />
            <AssetTabs asset={asset} canEdit={canEdit} />
            <ProviderSection asset={asset} viewer={viewer} />
          </div>
          <div className="grid gap-4">
            <DetailsCard asset={asset} startedBy={upload?.startedBy ?? null} />
            <ProviderCard asset={asset} />
            <WhatHappened events={toHistory(asset, upload)} />
          </div>
        </div>
      </div>
    </Page>
  );
}

/** Live messages are the fast path; while something is being made, or was not read, a look now and then. */
function toInterval({ state }: { state: { data: AssetDetail | undefined } }): number | false {
  const { status, isStale } = state.data ?? {};
  return isStale || status === "encoding" || status === "importing" ? 5_000 : false;
}

const nothingToPlay: Record<AssetStatus, string> = {
  draft: "Nothing has been uploaded to it yet.",
  importing: "The provider is reading the file.",
  encoding: "Nothing to play yet: the first rendition is being made.",
  ready: "The provider offers nothing to play.",
  failed: "There is nothing to play.",
};

const statusWords: Record<AssetStatus, string> = {
  draft: "Draft",
  importing: "Importing",
  encoding: "Encoding",
  ready: "Ready",
  failed: "Failed",
};

function Identity({ asset }: { asset: AssetDetail }) {
  const kind: StatusKind = toStatusKind(asset.status);
  return (
    <span className="flex items-center gap-3">
      <ProviderMonogram provider={asset.provider} named />
      <span className="flex items-center gap-1.5">
        <StatusMark status={kind} percent={asset.progress?.percent ?? null} />
        {statusWords[asset.status]}
      </span>
    </span>
  );
}

interface HealthProps {
  readonly asset: AssetDetail;
  readonly error: Error | null;
  onRetry(): void;
}

function Health({ asset, error, onRetry }: HealthProps) {
  const again = (
    <Button variant="link" size="inline" onClick={onRetry}>
      Retry now
    </Button>
  );
  if (error) return <Banner action={again}>{error.message} What you see is as of the last answer.</Banner>;
  if (asset.isStale) {
    return (
      <Banner action={again}>
        <strong>{asset.connectionName}</strong> does not answer. Shown as of <LocalTime at={asset.syncedAt} />
        .
      </Banner>
    );
  }
  if (asset.status === "failed" && asset.errorMessage) {
    return <Banner status="failed">{asset.errorMessage}</Banner>;
  }
  return null;
}
