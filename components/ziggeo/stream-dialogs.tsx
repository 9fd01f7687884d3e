"use client";

import dynamic from "next/dynamic";
import { canManageConnections } from "#lib/auth/permissions.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { StreamList } from "#lib/features/ziggeo/schema/streams.ts";
import type { StreamDialog } from "./stream-menu.tsx";
import type { Attachment } from "./use-attachment.tsx";

// Without `ssr: false` there is no boundary around them: the page would go away while their code comes.
const StreamPlayer = dynamic(() => import("./stream-player.tsx").then((file) => file.StreamPlayer), {
  ssr: false,
});
const SubtitleDialog = dynamic(() => import("./subtitle-dialog.tsx").then((file) => file.SubtitleDialog), {
  ssr: false,
});
const ConfirmStream = dynamic(() => import("./confirm-stream.tsx").then((file) => file.ConfirmStream), {
  ssr: false,
});
const PictureDialog = dynamic(() => import("./picture-dialog.tsx").then((file) => file.PictureDialog), {
  ssr: false,
});
const PushDialog = dynamic(() => import("./push-dialog.tsx").then((file) => file.PushDialog), { ssr: false });

export interface StreamDialogsProps {
  readonly assetId: string;
  readonly viewer: Viewer;
  readonly list: StreamList;
  readonly attachment: Attachment;
  readonly dialog: StreamDialog | undefined;
  onClose(): void;
}

/** The one that is open; each one's code comes when it is. */
export function StreamDialogs({ assetId, viewer, list, attachment, dialog, onClose }: StreamDialogsProps) {
  if (!dialog) return null;
  if (dialog.kind === "play") return <StreamPlayer streams={dialog.streams} onClose={onClose} />;
  // As it is by now: a stream changes while its dialog is open.
  const stream =
    list.streams.find(({ streamToken }) => streamToken === dialog.stream.streamToken) ?? dialog.stream;
  const films = list.streams
    .filter(({ videoUrl }) => videoUrl !== null)
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  switch (dialog.kind) {
    case "picture":
      return <PictureDialog {...{ stream, films, attachment, onClose }} />;
    case "subtitle":
      return (
        <SubtitleDialog
          {...{ assetId, stream, onClose }}
          film={stream.videoUrl ? stream : (films[0] ?? null)}
        />
      );
    case "push":
      return (
        <PushDialog
          {...{ assetId, stream, onClose }}
          services={list.pushServices}
          canManage={canManageConnections(viewer)}
        />
      );
    case "bind":
    case "delete":
      return <ConfirmStream {...{ assetId, stream, onClose }} kind={dialog.kind} />;
  }
}
