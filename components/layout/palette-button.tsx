"use client";

import { Search } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { openPalette } from "./open-palette.ts";
import { useEarlyClick } from "./use-early-click.ts";

/** The way to search and to every command where there is no room for the search box. */
export function PaletteButton() {
  const early = useEarlyClick(openPalette);
  return (
    <Button
      {...early}
      variant="ghost"
      size="icon"
      aria-label="Search and commands"
      className="md:hidden"
      onClick={openPalette}
    >
      <Search aria-hidden="true" />
    </Button>
  );
}
