import { Lock } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";

/** A page that this person's role does not open. */
export function Forbidden({ what }: { what: string }) {
  return (
    <EmptyState
      icon={<Lock aria-hidden="true" />}
      title="Not for your role"
      actions={
        <Button asChild variant="outline">
          <Link href="/library">Go to the library</Link>
        </Button>
      }
    >
      {what} Ask them if you need it.
    </EmptyState>
  );
}
