import { Skeleton } from "#components/ui/skeleton.tsx";

const cards = ["first", "second", "third"];

/** A page of cards in grey, with the line above them that makes another. */
export function CardsLoading({ columns }: { columns: string }) {
  return (
    <div aria-busy="true" className="grid gap-5">
      <Skeleton className="h-8 w-full max-w-md" />
      <div className={`grid gap-3 ${columns}`}>
        {cards.map((card) => (
          <div key={card} className="animate-appear-late overflow-hidden rounded-lg border bg-card">
            <Skeleton className="aspect-video rounded-none" />
            <Skeleton className="m-3 h-5 w-28" />
          </div>
        ))}
      </div>
    </div>
  );
}
