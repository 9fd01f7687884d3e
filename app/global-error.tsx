"use client";

import "./globals.css";

interface GlobalErrorProps {
  error: Error & { digest?: string };
  retry(): void;
}

/** The last resort, when not even the frame could be drawn: as little code as says what to do. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body className="font-sans">
        <main className="mx-auto grid max-w-md gap-3 px-4 py-20">
          <h1 className="text-lg font-semibold">Reelyard could not be shown.</h1>
          <p className="text-sm text-soft-foreground">
            Nothing of yours was changed. The server’s log has the cause: {error.digest}
          </p>
          <button
            type="button"
            onClick={retry}
            className="h-8 w-fit rounded-md bg-primary px-3 text-primary-foreground"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
