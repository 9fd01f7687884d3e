"use client";

import { Copy, Eye } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { VideoExtras } from "#lib/features/apivideo/schema.ts";

/** The player for a page elsewhere: its code to copy, and how it looks. */
export function EmbedCode({ extras: { embedCode, embedUrl } }: { extras: VideoExtras }) {
  // A private video's address opens once, and another comes with every answer: what is shown stays as it is.
  const [shownUrl, setShownUrl] = useState<string>();
  if (embedCode === null) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(embedCode);
      toast.success("Copied.");
    } catch {
      toast.error("The browser did not let us copy.");
    }
  };
  return (
    <section aria-labelledby="embed" className="grid gap-2">
      <h3 id="embed" className="text-sm font-semibold">
        Embed
      </h3>
      <pre className="overflow-x-auto rounded-md border bg-card p-3 text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap">
        {embedCode}
      </pre>
      <div className="flex gap-2">
        <Button variant="outline" onClick={() => void copy()}>
          <Copy aria-hidden="true" />
          Copy the code
        </Button>
        {embedUrl !== null && shownUrl === undefined && (
          <Button variant="ghost" onClick={() => setShownUrl(embedUrl)}>
            <Eye aria-hidden="true" />
            Show how it looks
          </Button>
        )}
      </div>
      {shownUrl !== undefined && (
        <iframe
          src={shownUrl}
          title="The embedded player"
          sandbox="allow-scripts"
          allow="fullscreen; picture-in-picture"
          className="aspect-video w-full rounded-lg border bg-black"
        />
      )}
    </section>
  );
}
