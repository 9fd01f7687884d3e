import { Skeleton } from "#components/ui/skeleton.tsx";

const places = Array.from({ length: 18 }, (_, place) => `place-${place}`);

/** The list's own shape, while there is nothing to show yet. */
export default function ListSkeleton({ view }: { view: "grid" | "table" }) {
  if (view === "table") {
    return (
      <div className="pt-8">
        {places.map((place) => (
          <div key={place} className="flex h-13 items-center gap-3 border-b ps-9">
            <Skeleton className="h-9 w-16" />
            <Skeleton className="h-4 w-1/3" />
          </div>
        ))}
      </div>
    );
  }
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-3 sm:grid-cols-[repeat(auto-fill,minmax(208px,1fr))] sm:gap-x-4">
      {places.map((place) => (
        <div key={place} className="h-full pb-5">
          <Skeleton className="aspect-video rounded-lg" />
          <Skeleton className="mt-2.5 h-4 w-3/4" />
          <Skeleton className="mt-1.5 h-3 w-1/2" />
        </div>
      ))}
    </div>
  );
}
