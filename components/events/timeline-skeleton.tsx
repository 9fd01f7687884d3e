import { Skeleton } from "#components/ui/skeleton.tsx";

const skeletonRows = Array.from({ length: 10 }, (_, row) => `row-${row}`);

export function TimelineSkeleton() {
  return (
    <div className="grid animate-appear-late gap-1">
      {skeletonRows.map((row) => (
        <Skeleton key={row} className="h-14" />
      ))}
    </div>
  );
}
