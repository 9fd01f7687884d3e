import { Button } from "#components/ui/button.tsx";

/** Below a list whose next page could not be read. */
export default function RestFailure({ onRetry }: { onRetry(): void }) {
  return (
    <div className="flex items-center justify-center gap-3 py-6 text-sm text-soft-foreground">
      The rest could not be read.
      <Button variant="outline" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
