"use client";

import { useEffect, useRef } from "react";

export interface FailureNoticeProps {
  error: Error & { digest?: string };
  retry(): void;
  /** What did not work: "This page could not be shown." */
  title?: string;
}

const button = "inline-flex h-8 items-center rounded-md px-3 text-sm font-medium";

/**
 * What an error boundary shows: what happened, what is safe, what to do next. Every page loads its boundaries
 * before anything went wrong, each with its own copy of what they import: so this imports nothing of ours.
 */
export function FailureNotice({ error, retry, title = "This page could not be shown." }: FailureNoticeProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="mx-auto grid max-w-md gap-3 px-4 py-20">
      <div className="flex items-center gap-2">
        <span aria-hidden="true" className="forced-fill size-2 rotate-45 bg-failed" />
        <h1 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          {title}
        </h1>
      </div>
      <p className="text-sm text-soft-foreground">
        Something failed while it was being made. Nothing of yours was changed, and uploads under way go on.
      </p>
      {error.digest && (
        <p className="text-sm text-soft-foreground">
          The server’s log (data/logs) has the cause under {error.digest}.
        </p>
      )}
      <div className="mt-2 flex gap-2">
        <button type="button" onClick={retry} className={`${button} bg-primary text-primary-foreground`}>
          Try again
        </button>
        <a href="/library" className={`${button} border border-border-strong bg-card`}>
          Back to the library
        </a>
      </div>
    </div>
  );
}
