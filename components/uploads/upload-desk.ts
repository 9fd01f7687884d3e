"use client";

import { useSyncExternalStore } from "react";
import type { PickedFile } from "#lib/features/uploads/client/picked-file.ts";
import type { UploadEngine } from "#lib/features/uploads/client/upload-engine.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";

export interface UploadDialogRequest {
  /** Files to begin with; the dialog takes more. */
  readonly picked: readonly PickedFile[];
  readonly from: "files" | "url";
  /** The account that is looked at: chosen at first, whatever was chosen last. */
  readonly connectionId?: string | undefined;
}

// One per tab and outliving every page, so it is a module and not a provider.
let loading: Promise<UploadEngine> | undefined;
let engine: UploadEngine | undefined;
let dialog: UploadDialogRequest | null = null;
const listeners = new Set<() => void>();
const noViews: readonly UploadView[] = [];

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The tab's upload engine, its code loaded and earlier uploads brought back on first use. */
export function loadUploadEngine(): Promise<UploadEngine> {
  loading ??= import("#lib/features/uploads/client/browser/create-engine.ts").then(
    async ({ createUploadEngine }) => {
      engine = createUploadEngine();
      engine.subscribe(tell);
      await engine.restore();
      return engine;
    },
  );
  return loading;
}

/** Asks where to and what of; the upload button, a drop anywhere, and the empty library all come here. */
export function openUploadDialog(request: Partial<UploadDialogRequest> = {}): void {
  // Dropped on an open dialog: more files for the same answers.
  const picked = [...(dialog?.picked ?? []), ...(request.picked ?? [])];
  dialog = { picked, from: request.from ?? "files", connectionId: request.connectionId };
  tell();
}

export function closeUploadDialog(): void {
  dialog = null;
  tell();
}

/** An asset changed at its provider: an upload that became it looks at once. */
export function noteAssetChange(assetId: string): void {
  engine?.assetChanged(assetId);
}

/** Every upload of this tab, oldest first. */
export function useUploadViews(): readonly UploadView[] {
  return useSyncExternalStore(
    subscribe,
    () => engine?.views() ?? noViews,
    () => noViews,
  );
}

export function useUploadDialog(): UploadDialogRequest | null {
  return useSyncExternalStore(
    subscribe,
    () => dialog,
    () => null,
  );
}
