"use client";

import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";

export interface FailureNoticeProps {
  error: Error & { digest?: string };
  retry(): void;
  /** What did not work: "This page could not be shown." */
  title?: string;
}

/** What an error boundary shows: what happened, what is safe, what to do next. */
export function FailureNotice({ error, retry, title = "This page could not be shown." }: FailureNoticeProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="mx-auto grid max-w-md gap-3 px-4 py-20">
      <div className="flex items-center gap-2">
        <StatusMark status="failed" />
        <h1 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          {title}
        </h1>
      </div>
      <p className="text-sm text-soft-foreground">
        Something failed while it was being made. Nothing of yours was changed, and uploads under way go on.
      </p>
      {error.digest && (
        <p className="text-sm text-soft-foreground">
          The server’s log (<code className="text-xs">data/logs</code>) has the cause under{" "}
          <code className="text-xs">{error.digest}</code>.
        </p>
      )}
      <div className="mt-2 flex gap-2">
        <Button onClick={retry}>Try again</Button>
        <Button variant="outline" asChild>
          <a href="/library">Back to the library</a>
        </Button>
      </div>
    </div>
  );
}
