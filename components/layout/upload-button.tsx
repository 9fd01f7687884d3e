"use client";

import { Upload } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { openUploadDialog } from "#components/uploads/upload-desk.ts";
import { useEarlyClick } from "./use-early-click.ts";

/** The one primary button of the bar. */
export function UploadButton() {
  const early = useEarlyClick(openUploadDialog);
  return (
    <Button {...early} onClick={() => openUploadDialog()} className="max-sm:size-8 max-sm:px-0">
      <Upload aria-hidden="true" />
      <span className="max-sm:sr-only">Upload</span>
    </Button>
  );
}
