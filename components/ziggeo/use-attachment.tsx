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

export interface Attachment {
  /** Opens the browser's own dialog. */
  choose(wish: AttachWish): void;
  /** Sends a file that is at hand. True when it is attached; else `problem` says why not. */
  send(wish: AttachWish, file: File): Promise<boolean>;
  cancel(): void;
  /** Undefined while nothing is being sent. */
  readonly state: AttachState | undefined;
  readonly problem: string | null;
  /** The hidden field behind `choose`. */
  readonly input: ReactNode;
}

const accepted = { video: "video/*", image: "image/jpeg,image/png,image/webp,image/gif,image/bmp" } as const;

/** Sends a file straight to the provider; one at a time. */
export function useAttachment(assetId: string): Attachment {
  const field = useRef<HTMLInputElement>(null);
  const wish = useRef<AttachWish>({ kind: "video" });
  const running = useRef<AbortController>(null);
  const [state, setState] = useState<AttachState>();
  const [problem, setProblem] = useState<string | null>(null);
  const { refresh } = useStreamCommand(assetId);

  const send = async ({ kind, streamToken }: AttachWish, file: File): Promise<boolean> => {
    const abort = new AbortController();
    running.current = abort;
    setProblem(null);
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
      return true;
    } catch (error) {
      if (!abort.signal.aborted) setProblem(error instanceof Error ? error.message : "It was not attached.");
      return false;
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
    send,
    cancel: () => running.current?.abort(new Error("Cancelled.")),
    state,
    problem,
    input: (
      <input
        ref={field}
        type="file"
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void send(wish.current, file);
        }}
      />
    ),
  };
}
