"use client";

import { Crosshair } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { mediumOf } from "#components/stupeflix/medium.ts";
import { Button } from "#components/ui/button.tsx";
import { useComposerPlace } from "../composer-context.ts";
import type { ControlProps } from "./control-props.ts";
import { NumberControl } from "./number-control.tsx";

const TimePicker = lazy(() => import("../time-picker.tsx"));

/** A time of the task's medium: typed, or picked on a player where this page can play it. */
export function TimeControl({ source, label, ...props }: ControlProps & { source: unknown; label: string }) {
  const { shownOf } = useComposerPlace();
  const [isOpen, setOpen] = useState(false);
  const shown = shownOf(source);
  const seconds = typeof props.value === "number" ? props.value : 0;
  return (
    <NumberControl {...props}>
      {shown && mediumOf(shown) !== "image" && (
        <Button variant="outline" className="h-9" onClick={() => setOpen(true)}>
          <Crosshair aria-hidden="true" /> Pick on the player…
        </Button>
      )}
      {isOpen && shown && (
        <Suspense fallback={null}>
          <TimePicker
            title={label}
            src={shown}
            seconds={seconds}
            onClose={() => setOpen(false)}
            onPick={(picked) => {
              props.onChange(picked);
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </NumberControl>
  );
}
