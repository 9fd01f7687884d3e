"use client";

import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatTimestamp } from "#lib/domain/cues.ts";
import { grabFrame } from "./grab-frame.ts";
import { useFrames } from "./use-frames.ts";

export interface FramePickerProps {
  /** An address of ours, or a file of the person's. */
  source: string | File;
  isPending: boolean;
  onPick(picture: File): void;
  /** Beside the button that picks. */
  children?: ReactNode;
}

/** Steps through a film a frame at a time, by arrow keys or buttons, and picks the one that is shown. */
export function FramePicker({ source, isPending, onPick, children }: FramePickerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const frames = useFrames(video, source);
  const [problem, setProblem] = useState<string | null>(null);
  const address = useObjectUrl(source);
  const { frame, last, isReady, show } = frames;
  const second = Math.max(1, Math.round(frames.framesPerSecond));

  useEffect(() => {
    if (isReady) slider.current?.focus();
  }, [isReady]);

  const pick = async () => {
    setProblem(null);
    try {
      if (video.current) onPick(await grabFrame(video.current));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "The frame could not be taken.");
    }
  };
  return (
    <div className="grid gap-3">
      <video
        ref={video}
        src={address}
        muted
        playsInline
        preload="auto"
        aria-label="Frame to pick"
        onError={() => setProblem("This browser cannot show that film.")}
        className="max-h-[45dvh] w-full rounded-md bg-black object-contain"
      />
      <input
        ref={slider}
        type="range"
        aria-label="Frame"
        aria-valuetext={`Frame ${frame + 1} of ${last + 1}, at ${formatTimestamp(frames.positionMs)}`}
        min={0}
        max={Math.max(1, last)}
        step={1}
        value={frame}
        disabled={!isReady}
        onChange={(event) => show(Number(event.target.value))}
        className="w-full accent-current"
      />
      <div className="flex flex-wrap items-center gap-1">
        <Step label="A second back" isDisabled={!isReady} onClick={() => show(frame - second)}>
          <ChevronsLeft aria-hidden="true" />
        </Step>
        <Step label="A frame back" isDisabled={!isReady} onClick={() => show(frame - 1)}>
          <ChevronLeft aria-hidden="true" />
        </Step>
        <Step label="A frame on" isDisabled={!isReady} onClick={() => show(frame + 1)}>
          <ChevronRight aria-hidden="true" />
        </Step>
        <Step label="A second on" isDisabled={!isReady} onClick={() => show(frame + second)}>
          <ChevronsRight aria-hidden="true" />
        </Step>
        <span className="ms-2 text-sm text-muted-foreground tabular">
          {isReady ? `Frame ${frame + 1} of ${last + 1}` : "Reading the film…"}
        </span>
        <span className="ms-auto text-xs text-muted-foreground max-sm:hidden">
          Arrow keys step by a frame.
        </span>
      </div>
      <FormMessage message={problem} />
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <Button pending={isPending} disabled={!isReady} onClick={() => void pick()}>
          Use this frame
        </Button>
      </div>
    </div>
  );
}

interface StepProps {
  label: string;
  isDisabled: boolean;
  children: ReactNode;
  onClick(): void;
}

function Step({ label, isDisabled, children, onClick }: StepProps) {
  return (
    <Button
      variant="outline"
      size="icon"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

/** An address for a file of the person's, given back when it is not needed any more. */
function useObjectUrl(source: string | File): string {
  const url = useMemo(() => (typeof source === "string" ? source : URL.createObjectURL(source)), [source]);
  useEffect(() => {
    if (typeof source !== "string") return () => URL.revokeObjectURL(url);
  }, [source, url]);
  return url;
}
