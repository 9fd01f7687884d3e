import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";

export interface ListFailureProps {
  message: string;
  onRetry(): void;
}

export default function ListFailure({ message, onRetry }: ListFailureProps) {
  return (
    <EmptyState
      icon={<StatusMark status="failed" />}
      title="The library could not be read."
      actions={<Button onClick={onRetry}>Try again</Button>}
    >
      {message}
    </EmptyState>
  );
}
