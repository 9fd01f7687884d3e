"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCcw, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { copyText } from "#components/assets/copy-text.ts";
import { Fact, FactsList } from "#components/assets/facts-list.tsx";
import { assetHref } from "#components/library/hrefs.ts";
import { renditionState } from "#components/library/rendition-state.ts";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "#components/ui/sheet.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import { formatRemaining } from "#lib/client/format.ts";
import { encodingDetailQuery } from "#lib/features/telestream/client.ts";
import type { BoardEncoding, EncodingDetail } from "#lib/features/telestream/schema/encoding.ts";
import { runChange } from "./change-encodings.ts";
import { changeFor } from "./encoding-row.tsx";
import { telestreamHrefs } from "./hrefs.ts";

export interface EncodingSheetProps {
  connectionId: string;
  encoding: BoardEncoding;
  canEdit: boolean;
  onClose(): void;
}

/** One encoding beside the board: where it stands, why it failed, what the encoder said. */
export function EncodingSheet({ connectionId, encoding, canEdit, onClose }: EncodingSheetProps) {
  const { encodingId, factoryId, profileName, status } = encoding;
  const detail = useQuery({
    ...encodingDetailQuery(connectionId, factoryId ?? "", encodingId),
    enabled: factoryId !== null,
  });
  const hrefs = telestreamHrefs(connectionId);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent className="max-w-xl">
        <div className="grid gap-1 pe-8">
          <SheetTitle className="pe-0">
            <Link href={assetHref(encoding.assetId)} className="underline-offset-4 hover:underline">
              {encoding.assetTitle}
            </Link>
          </SheetTitle>
          <SheetDescription>
            <span className="font-mono">{profileName}</span>
            {encoding.factoryName && ` · ${encoding.factoryName}`}
          </SheetDescription>
        </div>
        <div className="grid gap-2">
          <p className="flex items-start gap-2 text-sm">
            <StatusMark
              status={toStatusKind(status)}
              percent={encoding.progressPercent}
              className="mt-[3px]"
            />
            <span className={status === "failed" ? "text-failed-text" : undefined}>
              {renditionState(encoding)}
            </span>
          </p>
          {status === "encoding" && <ProgressBar percent={encoding.progressPercent} label={profileName} />}
          {canEdit && <SheetAction connectionId={connectionId} encoding={encoding} />}
        </div>
        <FactsList>
          <Fact label="Error">
            {encoding.error && <code className="text-xs">{encoding.error.cause}</code>}
          </Fact>
          <Fact label="Started">{encoding.startedAt && <LocalTime at={encoding.startedAt} />}</Fact>
          <Fact label="Changed">
            <LocalTime at={encoding.updatedAt} />
          </Fact>
          <Fact label="Took">
            {detail.data?.encodingSeconds ? formatRemaining(detail.data.encodingSeconds * 1000) : null}
          </Fact>
          <Fact label="Profile">
            {factoryId && (
              <Link
                href={hrefs.profile(factoryId, detail.data?.profileId ?? profileName)}
                className="underline decoration-gray-8 underline-offset-4 hover:decoration-current"
              >
                {profileName}
              </Link>
            )}
          </Fact>
          <Fact label="Id">
            <code className="text-xs break-all">{encodingId}</code>
          </Fact>
        </FactsList>
        {detail.isPending && factoryId && <Skeleton className="h-48" />}
        {detail.error && (
          <Part title="Log">
            <p className="text-sm text-soft-foreground">{detail.error.message}</p>
          </Part>
        )}
        {detail.data && <Log detail={detail.data} hasFailed={status === "failed"} />}
        {detail.data && detail.data.files.length > 0 && (
          <Part title={`Files ${detail.data.files.length}`}>
            <ul className="max-h-48 overflow-y-auto rounded-md border bg-gray-2 px-3 py-2 font-mono text-xs break-all text-soft-foreground">
              {detail.data.files.map((file) => (
                <li key={file}>{file}</li>
              ))}
            </ul>
          </Part>
        )}
      </SheetContent>
    </Sheet>
  );
}

function SheetAction({ connectionId, encoding }: { connectionId: string; encoding: BoardEncoding }) {
  const [isPending, setPending] = useState(false);
  const change = changeFor(encoding.status);
  if (!change) return null;
  const run = async () => {
    setPending(true);
    await runChange(connectionId, [encoding.encodingId], change);
    setPending(false);
  };
  return (
    <Button variant="outline" className="justify-self-start" pending={isPending} onClick={() => void run()}>
      {!isPending && (change === "retry" ? <RotateCcw aria-hidden="true" /> : <X aria-hidden="true" />)}
      {change === "retry" ? "Retry" : "Cancel"}
    </Button>
  );
}

function Log({ detail, hasFailed }: { detail: EncodingDetail; hasFailed: boolean }) {
  const { log, logProblem } = detail;
  if (logProblem) {
    return (
      <Part title="Log">
        <p className="text-sm text-soft-foreground">{logProblem}</p>
      </Part>
    );
  }
  if (!log) {
    if (!hasFailed) return null;
    return (
      <Part title="Log">
        <p className="text-sm text-muted-foreground">
          The service kept none: it failed before the encoder ran.
        </p>
      </Part>
    );
  }
  const copy = async () => {
    if (await copyText(log.text)) toast.success("Log copied");
    else toast.error("The browser did not let this page copy.");
  };
  return (
    <Part
      title="Log"
      action={
        <Button variant="ghost" size="sm" onClick={() => void copy()}>
          Copy
        </Button>
      }
    >
      {log.isCut && <p className="text-xs text-muted-foreground">Its last 64 kB.</p>}
      <section
        // Scrolls, so it must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region
        tabIndex={0}
        aria-label="Log"
        className="max-h-80 overflow-auto rounded-md border bg-gray-2 px-3 py-2"
      >
        <pre className="text-xs whitespace-pre-wrap break-words">{log.text || "Empty."}</pre>
      </section>
    </Part>
  );
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="grid gap-1.5">
      <div className="flex min-h-7 items-center justify-between">
        <h3 className="text-sm font-semibold">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}
