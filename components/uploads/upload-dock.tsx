"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { useLive } from "#components/layout/live-provider.tsx";
import { whenSettled } from "#lib/client/when-settled.ts";
import { isUnfinished } from "#lib/features/uploads/client/phases.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";
import { loadUploadEngine, noteAssetChange, useUploadDialog, useUploadViews } from "./upload-desk.ts";

// Fetched once the page is there.
const DropOverlay = lazy(() => import("./drop-overlay.tsx"));
// Fetched with the first upload.
const UnlistedDock = lazy(() => import("./unlisted-dock.tsx"));
const UploadDialog = lazy(() => import("./upload-dialog.tsx"));

/**
 * Uploads, the same across pages: what is on its way, bottom right; the dialog that begins one; the whole window as a
 * place to drop files. Mounted once, in the dashboard's layout, for people who may upload.
 */
export function UploadDock() {
  const views = useUploadViews();
  const dialog = useUploadDialog();
  const isSettled = useEarlierUploads();
  useLeaveWarning(views);
  useLive((message) => {
    if (message.type === "asset" || message.type === "rendition") noteAssetChange(message.assetId);
  });
  return (
    <>
      {isSettled && (
        <Suspense fallback={null}>
          <DropOverlay />
        </Suspense>
      )}
      {dialog && (
        <Suspense fallback={null}>
          <UploadDialog request={dialog} />
        </Suspense>
      )}
      {views.length > 0 && (
        <Suspense fallback={null}>
          <UnlistedDock views={views} />
        </Suspense>
      )}
    </>
  );
}

/** Brings back what a reload interrupted, once the page itself is done loading. True from then on. */
function useEarlierUploads(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(
    () =>
      whenSettled(() => {
        setSettled(true);
        void loadUploadEngine();
      }),
    [],
  );
  return isSettled;
}

/** Closing the tab would interrupt: the browser asks. */
function useLeaveWarning(views: readonly UploadView[]): void {
  const isMoving = views.some(({ phase }) => isUnfinished(phase) && phase !== "paused");
  useEffect(() => {
    if (!isMoving) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isMoving]);
}
