"use client";

import { FailureNotice, type FailureNoticeProps } from "#components/layout/failure-notice.tsx";

interface AssetErrorProps {
  readonly error: FailureNoticeProps["error"];
  retry(): void;
}

export default function AssetError({ error, retry }: AssetErrorProps) {
  return <FailureNotice error={error} retry={retry} title="This video could not be shown." />;
}
