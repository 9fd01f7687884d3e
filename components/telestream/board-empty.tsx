import { Film } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";

/** In the board's place when it could not be read at all. */
export function NothingRead({ reason, onRetry }: { reason: string; onRetry(): void }) {
  return (
    <EmptyState
      icon={<StatusMark status="failed" />}
      title="The encodings could not be read."
      actions={<Button onClick={onRetry}>Try again</Button>}
    >
      {reason}
    </EmptyState>
  );
}

/** In the board's place when nothing is on it, or nothing that was asked for. */
export function NothingHere({ isNarrowed, onClear }: { isNarrowed: boolean; onClear(): void }) {
  if (isNarrowed) {
    return (
      <EmptyState
        title="No encoding fits"
        actions={
          <Button variant="outline" onClick={onClear}>
            Show all
          </Button>
        }
      >
        Nothing here has that state, factory or name.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Film />}
      title="No encodings yet"
      actions={
        <Button variant="outline" asChild>
          <Link href="/library">Go to the library</Link>
        </Button>
      }
    >
      Upload a video with a profile, or encode one again from its page: it runs and ends here.
    </EmptyState>
  );
}
