import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = ["first", "second", "third", "fourth", "fifth"];

/** Inside the frame, which stays: a list in grey. */
export default function ConnectionPageLoading() {
  return (
    <div aria-busy="true" className="grid gap-3">
      <Skeleton className="h-8 w-64" />
      {rows.map((row) => (
        <Skeleton key={row} className="h-11" />
      ))}
    </div>
  );
}
