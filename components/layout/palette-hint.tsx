"use client";

import { Command } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { openPalette } from "./open-palette.ts";
import { useEarlyClick } from "./use-early-click.ts";

export function PaletteHint() {
  const early = useEarlyClick(openPalette);
  return (
    <Button
      {...early}
      variant="ghost"
      className="px-2 text-muted-foreground max-lg:w-8"
      onClick={openPalette}
      aria-keyshortcuts="Control+K Meta+K"
      title="Commands (Ctrl K)"
    >
      <Command className="lg:hidden" aria-hidden="true" />
      <span className="max-lg:sr-only">Commands</span>
      <Kbd className="max-lg:hidden">Ctrl K</Kbd>
    </Button>
  );
}
