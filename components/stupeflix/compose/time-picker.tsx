"use client";

import { useRef, useState } from "react";
import { mediumOf } from "#components/stupeflix/medium.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogFooter, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";

const stepSeconds = 0.04;

export interface TimePickerProps {
  title: string;
  src: string;
  seconds: number;
  onPick(seconds: number): void;
  onClose(): void;
}

/** A player to stop at the moment that is meant. */
export default function TimePicker({ title, src, seconds, onPick, onClose }: TimePickerProps) {
  const player = useRef<HTMLVideoElement>(null);
  const [at, setAt] = useState(seconds);
  const [isBroken, setBroken] = useState(false);
  const move = (by: number) => {
    if (player.current) player.current.currentTime = Math.max(0, player.current.currentTime + by);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent aria-describedby={undefined} className="sm:max-w-2xl">
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
        </DialogHeader>
        <video
          ref={player}
          src={src}
          controls
          preload="auto"
          aria-label="The task’s medium"
          className={mediumOf(src) === "audio" ? "h-16 w-full" : "max-h-[60dvh] w-full rounded-md bg-black"}
          onLoadedMetadata={({ currentTarget }) => {
            currentTarget.currentTime = seconds;
          }}
          onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
          onSeeking={({ currentTarget }) => setAt(currentTarget.currentTime)}
          onError={() => setBroken(true)}
        >
          <track kind="captions" />
        </video>
        {isBroken && (
          <p role="alert" className="text-sm text-failed-text">
            This browser cannot play it. Type the time instead.
          </p>
        )}
        <DialogFooter className="items-center">
          <span className="flex gap-1">
            <Button variant="outline" onClick={() => move(-stepSeconds)}>
              Back a frame
            </Button>
            <Button variant="outline" onClick={() => move(stepSeconds)}>
              On a frame
            </Button>
          </span>
          <Button className="tabular" onClick={() => onPick(Math.round(at * 100) / 100)}>
            Take {at.toFixed(2)} s
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
