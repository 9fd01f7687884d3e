"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { formatBytes } from "#lib/client/format.ts";
import type { EventDetail } from "#lib/features/inbox/schema.ts";

/** What scrolls must be reachable by keyboard, although nothing in it may be focusable. */
const reachable = { tabIndex: 0 };

/** The body, easy to read where that is possible, and always as it came. */
export function EventBody({ event }: { event: EventDetail }) {
  const pretty = event.bodyIsText && !event.isBodyCut ? prettify(event.body) : undefined;
  const [isRaw, setRaw] = useState(false);
  const shown = pretty !== undefined && !isRaw ? pretty : event.body;
  return (
    <section aria-labelledby="event-body" className="grid gap-2">
      <div className="flex items-center gap-3">
        <h3 id="event-body" className="text-sm font-semibold">
          Body
        </h3>
        <span className="text-xs text-muted-foreground tabular">
          {formatBytes(event.bodyBytes)}
          {!event.bodyIsText && ", no text: shown as base64"}
          {event.isBodyCut && ", the beginning of it"}
        </span>
        {pretty !== undefined && (
          <Button
            variant="ghost"
            size="sm"
            className="ms-auto text-muted-foreground"
            aria-pressed={isRaw}
            onClick={() => setRaw(!isRaw)}
          >
            {isRaw ? "Show pretty" : "Show raw"}
          </Button>
        )}
      </div>
      <section
        aria-label="The body"
        className="max-h-96 overflow-auto rounded-md border bg-card p-3"
        {...reachable}
      >
        <pre className="text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap">{shown}</pre>
      </section>
    </section>
  );
}

/** JSON indented, a form as its fields; undefined where neither makes it easier to read. */
function prettify(body: string): string | undefined {
  const text = body.trim();
  try {
    if (/^[[{]/.test(text)) return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
  if (!/^[\w[\]%.~*+-]+=/.test(text) || text.includes("\n")) return undefined;
  return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join("\n");
}
