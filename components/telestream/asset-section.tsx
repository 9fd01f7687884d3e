"use client";

import { useQuery } from "@tanstack/react-query";
import { Braces, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ProviderSectionProps } from "#components/assets/provider-sections.tsx";
import { AskAgain } from "#components/ui/ask-again.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { videoExtrasQuery } from "#lib/features/telestream/client.ts";
import type { VideoExtras } from "#lib/features/telestream/schema/video.ts";
import { DeleteSource } from "./delete-source.tsx";
import { EncodeAgain } from "./encode-again.tsx";
import { telestreamHrefs } from "./hrefs.ts";

/** What only Telestream does with a video: encode it again, tell its metadata, drop its source. */
export function TelestreamAssetSection({ asset, viewer }: ProviderSectionProps) {
  const extras = useQuery(videoExtrasQuery(asset.assetId));
  const [dialog, setDialog] = useState<"encode" | "source">();
  const canEdit = canEditAssets(viewer);
  const hrefs = telestreamHrefs(asset.connectionId);
  const factoryId = asset.container?.id;
  const hasSource = asset.sourceUrl !== null;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        {canEdit && (
          <Button
            variant="outline"
            disabled={!extras.data || asset.status === "failed" || asset.status === "importing"}
            onClick={() => setDialog("encode")}
          >
            <RotateCcw aria-hidden="true" />
            Encode again…
          </Button>
        )}
        {canEdit && hasSource && (
          <Button variant="outline" onClick={() => setDialog("source")}>
            <Trash2 aria-hidden="true" />
            Delete source only…
          </Button>
        )}
        {!hasSource && asset.status === "ready" && (
          <p className="flex items-center gap-1.5 text-sm text-soft-foreground">
            <StatusMark status="off" />
            The source is not kept: nothing more can be made of it.
          </p>
        )}
        {factoryId && (
          <Link
            href={hrefs.encodings({ factory: factoryId })}
            className="ms-auto text-sm underline decoration-gray-8 underline-offset-4 hover:decoration-current"
          >
            Encodings of {asset.container?.name}
          </Link>
        )}
      </div>
      {extras.isPending && <Skeleton className="h-40" />}
      {extras.error && <AskAgain reason={extras.error.message} onAsk={() => void extras.refetch()} />}
      {extras.data && <Metadata extras={extras.data} />}
      {extras.data && dialog === "encode" && (
        <EncodeAgain asset={asset} profiles={extras.data.profiles} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "source" && <DeleteSource asset={asset} onClose={() => setDialog(undefined)} />}
    </div>
  );
}

function Metadata({ extras }: { extras: VideoExtras }) {
  const [isRaw, setRaw] = useState(false);
  const own = [
    { name: "payload", value: extras.payload },
    { name: "path", value: extras.path },
  ].filter((each): each is { name: string; value: string } => Boolean(each.value));
  return (
    <section aria-label="Metadata" className="grid gap-2">
      <div className="flex items-center justify-between">
        <h3 className="text-sm font-semibold">Metadata</h3>
        <Button variant="ghost" size="sm" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
          <Braces aria-hidden="true" />
          {isRaw ? "As a table" : "Raw"}
        </Button>
      </div>
      {isRaw ? (
        <pre className="overflow-x-auto rounded-md border bg-gray-2 px-3 py-2 text-xs break-all whitespace-pre-wrap">
          {JSON.stringify(extras.rawMetadata, null, 2)}
        </pre>
      ) : extras.metadata.length + own.length === 0 ? (
        <p className="text-sm text-muted-foreground">The service tells none yet.</p>
      ) : (
        <dl className="grid gap-x-8 sm:columns-2 sm:block">
          {[...own, ...extras.metadata].map(({ name, value }) => (
            <div
              key={name}
              className="grid break-inside-avoid grid-cols-[10rem_minmax(0,1fr)] gap-3 border-b py-1.5 text-sm"
            >
              <dt className="clip-line font-mono text-xs leading-5 text-muted-foreground" title={name}>
                {name}
              </dt>
              <dd className="min-w-0 break-words tabular">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
