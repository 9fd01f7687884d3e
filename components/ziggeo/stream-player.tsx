"use client";

import { useRef } from "react";
import { cn } from "#components/ui/class-names.ts";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import { StreamVideo } from "./stream-video.tsx";
import { streamFacts } from "./stream-words.ts";
import { useTogether } from "./use-together.ts";

/** One stream, or two side by side that run together: the first one leads, the second one is silent. */
export function StreamPlayer({ streams, onClose }: { streams: readonly StreamView[]; onClose(): void }) {
  const leader = useRef<HTMLVideoElement>(null);
  const follower = useRef<HTMLVideoElement>(null);
  const [first, second] = streams;
  if (!first) return null;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className={cn(second ? "sm:max-w-6xl" : "sm:max-w-3xl")}>
        <DialogHeader>
          <DialogTitle>{second ? `${first.name} and ${second.name}` : first.name}</DialogTitle>
          <DialogDescription>
            {second
              ? "They run together: what you do to the first happens to both. The sound is the first one's."
              : streamFacts(first).join(" · ")}
          </DialogDescription>
        </DialogHeader>
        {second ? (
          <div className="grid gap-3 sm:grid-cols-2">
            <Compared stream={first}>
              <StreamVideo ref={leader} stream={first} controls />
            </Compared>
            <Compared stream={second}>
              <StreamVideo ref={follower} stream={second} muted />
            </Compared>
            <Together leader={leader} follower={follower} />
          </div>
        ) : (
          <StreamVideo stream={first} controls autoPlay />
        )}
      </DialogContent>
    </Dialog>
  );
}

function Compared({ stream, children }: { stream: StreamView; children: React.ReactNode }) {
  return (
    <figure className="grid min-w-0 content-start gap-1.5">
      {children}
      <figcaption className="text-xs">
        <span className="font-medium">{stream.name}</span>{" "}
        <span className="text-muted-foreground tabular">{streamFacts(stream).join(" · ")}</span>
      </figcaption>
    </figure>
  );
}

/** Below the players: its effect finds them there. */
function Together(props: {
  leader: React.RefObject<HTMLVideoElement | null>;
  follower: React.RefObject<HTMLVideoElement | null>;
}) {
  useTogether(props.leader, props.follower);
  return null;
}
