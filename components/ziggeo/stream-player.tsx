"use client";

import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";

/** One stream, or two side by side that run together: the first one leads, the second one is silent. */
export function StreamPlayer({ streams, onClose }: { streams: readonly StreamView[]; onClose(): void }) {
  const players = useRef<(HTMLVideoElement | null)[]>([]);
  const isPair = streams.length > 1;
  const follow = (act: (follower: HTMLVideoElement, leader: HTMLVideoElement) => void) => {
    const [leader, follower] = players.current;
    if (leader && follower) act(follower, leader);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className={cn(isPair ? "sm:max-w-5xl" : "sm:max-w-3xl")}>
        <DialogHeader>
          <DialogTitle>{streams.map(({ name }) => name).join(" and ")}</DialogTitle>
          <DialogDescription>
            {isPair ? "They run together; the sound is the first one's." : "As the provider serves it."}
          </DialogDescription>
        </DialogHeader>
        <div className={cn("grid gap-3", isPair && "sm:grid-cols-2")}>
          {streams.map((stream, place) => (
            <figure key={stream.streamToken} className="grid min-w-0 gap-1.5">
              <video
                ref={(video) => {
                  players.current[place] = video;
                }}
                src={stream.videoUrl ?? undefined}
                poster={stream.imageUrl ?? undefined}
                controls={place === 0}
                muted={place > 0}
                playsInline
                preload="metadata"
                className="aspect-video w-full rounded-md bg-black"
                {...(place === 0 && {
                  onPlay: () => follow((follower) => void follower.play()),
                  onPause: () => follow((follower) => follower.pause()),
                  onSeeked: () =>
                    follow((follower, leader) => {
                      follower.currentTime = leader.currentTime;
                    }),
                  onRateChange: () =>
                    follow((follower, leader) => {
                      follower.playbackRate = leader.playbackRate;
                    }),
                })}
              >
                {stream.subtitles.map(({ lang, label, data }) => (
                  <track
                    key={lang}
                    kind="subtitles"
                    srcLang={lang}
                    label={label}
                    src={`data:text/vtt;charset=utf-8,${encodeURIComponent(data)}`}
                  />
                ))}
              </video>
              {isPair && <figcaption className="text-xs text-muted-foreground">{stream.name}</figcaption>}
            </figure>
          ))}
        </div>
        <Button variant="outline" className="justify-self-end" onClick={onClose}>
          Close
        </Button>
      </DialogContent>
    </Dialog>
  );
}
