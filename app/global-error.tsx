"use client";

import { FailureNotice, type FailureNoticeProps } from "#components/layout/failure-notice.tsx";
import "./globals.css";

interface GlobalErrorProps {
  error: FailureNoticeProps["error"];
  retry(): void;
}

export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body className="font-sans">
        <FailureNotice error={error} retry={retry} title="Reelyard could not be shown." />
      </body>
    </html>
  );
}
