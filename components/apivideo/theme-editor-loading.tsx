import { Skeleton } from "#components/ui/skeleton.tsx";

const colours = ["first", "second", "third", "fourth", "fifth", "sixth"];

/** The form of a theme and its preview, in grey. */
export function ThemeEditorLoading() {
  return (
    <div aria-busy="true" className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Skeleton className="aspect-video rounded-lg lg:order-last" />
      <div className="grid gap-6">
        <Skeleton className="h-8 w-full max-w-lg" />
        <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {colours.map((colour) => (
            <Skeleton key={colour} className="h-8" />
          ))}
        </div>
      </div>
    </div>
  );
}
