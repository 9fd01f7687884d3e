"use client";

import { FailureNotice, type FailureNoticeProps } from "#components/layout/failure-notice.tsx";

interface ErrorPageProps {
  error: FailureNoticeProps["error"];
  retry(): void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return <FailureNotice error={error} retry={retry} />;
}
