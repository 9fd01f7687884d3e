import { SearchX } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { AssetFilter } from "#lib/features/library/schema.ts";

export interface NothingFoundProps {
  filter: AssetFilter;
  onClear(): void;
}

export default function NothingFound({ filter, onClear }: NothingFoundProps) {
  return (
    <EmptyState
      icon={<SearchX />}
      title={filter.q ? `Nothing matches “${filter.q}”.` : "No video matches these filters."}
      actions={
        <Button variant="outline" onClick={onClear}>
          Show all videos
        </Button>
      }
    >
      Titles, file names and tags are searched, in every connection that is not filtered out.
    </EmptyState>
  );
}
