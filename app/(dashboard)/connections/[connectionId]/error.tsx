"use client";

import { FailureNotice, type FailureNoticeProps } from "#components/layout/failure-notice.tsx";

interface ConnectionErrorProps {
  readonly error: FailureNoticeProps["error"];
  retry(): void;
}

export default function ConnectionError({ error, retry }: ConnectionErrorProps) {
  return <FailureNotice error={error} retry={retry} title="This account’s page could not be shown." />;
}
