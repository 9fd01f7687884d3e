import { type ReactNode, useRef, useState } from "react";
import { toast } from "#components/ui/toast.ts";
import { beginAttach, confirmAttach } from "#lib/features/ziggeo/actions.ts";
import { sendAttachment } from "./send-attachment.ts";
import { useStreamCommand } from "./use-stream-command.ts";

export interface AttachWish {
  readonly kind: "video" | "image";
  /** Absent: a new stream. */
  readonly streamToken?: string;
}

export interface AttachState {
  readonly fileName: string;
  /** 0–1. */
  readonly fraction: number;
}

const accepted = { video: "video/*", image: "image/jpeg,image/png,image/webp,image/gif,image/bmp" } as const;

/** Lets a person pick a file and sends it straight to the provider; one at a time. */
export function useAttachment(assetId: string): {
  choose(wish: AttachWish): void;
  cancel(): void;
  readonly state: AttachState | undefined;
  /** The hidden field that opens the browser's own dialog. */
  readonly input: ReactNode;
} {
  const field = useRef<HTMLInputElement>(null);
  const wish = useRef<AttachWish>({ kind: "video" });
  const running = useRef<AbortController>(null);
  const [state, setState] = useState<AttachState>();
  const { refresh } = useStreamCommand(assetId);

  const send = async (file: File) => {
    const { kind, streamToken } = wish.current;
    const abort = new AbortController();
    running.current = abort;
    setState({ fileName: file.name, fraction: 0 });
    try {
      const begun = await beginAttach({
        assetId,
        kind,
        fileName: file.name,
        ...(streamToken && { streamToken }),
      });
      if (!begun.ok) throw new Error(begun.error.message);
      await sendAttachment(begun.value, file, {
        signal: abort.signal,
        onProgress: (fraction) => setState({ fileName: file.name, fraction }),
      });
      const confirmed = await confirmAttach({ assetId, kind, streamToken: begun.value.streamToken });
      if (!confirmed.ok) throw new Error(confirmed.error.message);
      toast.success(kind === "image" ? "The picture is attached." : "The video is attached and submitted.");
    } catch (error) {
      if (!abort.signal.aborted) toast.error(error instanceof Error ? error.message : "It was not attached.");
    } finally {
      setState(undefined);
      void refresh();
    }
  };

  return {
    choose(next) {
      wish.current = next;
      if (!field.current) return;
      field.current.accept = accepted[next.kind];
      field.current.value = "";
      field.current.click();
    },
    cancel: () => running.current?.abort(),
    state,
    input: (
      <input
        ref={field}
        type="file"
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void send(file);
        }}
      />
    ),
  };
}
