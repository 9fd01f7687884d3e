import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";

export interface LoadingPageProps {
  title: string;
  /** Leave out where the page has no search either. */
  search?: boolean;
  /** As the page's own. */
  width?: "wide" | "narrow";
  className?: string;
  children: ReactNode;
}

/**
 * The frame of `Page` while the page is made: the same places, nothing that works. It needs no code in the browser;
 * `Page` itself would bring all of its bar a second time to every page that has something to show meanwhile.
 */
export function LoadingPage({ title, search = true, width = "wide", className, children }: LoadingPageProps) {
  return (
    <div className="flex min-h-dvh min-w-0 flex-col" aria-busy="true">
      <header className="sticky top-0 z-30 flex h-12 items-center gap-3 border-b bg-background px-4 sm:px-5">
        <h1 className="clip-line min-w-0 flex-1 text-base font-semibold">{title}</h1>
        {search && <Skeleton className="h-8 w-80 shrink max-lg:w-56 max-md:hidden" />}
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={cn(
          "min-w-0 flex-1 px-4 pt-4 pb-24 outline-none sm:px-5 md:pb-10",
          width === "narrow" && "w-full max-w-4xl",
          className,
        )}
      >
        {children}
      </main>
    </div>
  );
}
