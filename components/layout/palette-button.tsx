"use client";

import { Search } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { openPalette } from "./open-palette.ts";

/** The way to search and to every command where there is no room for the search box. */
export function PaletteButton() {
  return (
    <Button
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
