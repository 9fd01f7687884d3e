import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import { EngineBanner } from "./engine-banner.tsx";
import { LiveDot } from "./live-dot.tsx";
import { PageIsWhole } from "./page-is-whole.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { SearchBox } from "./search-box.tsx";

export interface PageProps {
  /** Where I am: the page's h1. */
  title: ReactNode;
  /** A few words after the title: "48,210 videos · synced 12 s ago". */
  detail?: ReactNode;
  /** The page this one is under. */
  back?: { href: string; label: string };
  /** Leave out where searching the library makes no sense beside the page's own actions. */
  search?: boolean;
  /** Buttons at the end of the bar. */
  actions?: ReactNode;
  /** `wide` fills the window, `narrow` is for reading and forms. */
  width?: "wide" | "narrow";
  className?: string;
  children: ReactNode;
}

/** Every signed-in page: the bar on top, then the content. */
export function Page({
  title,
  detail,
  back,
  search = true,
  actions,
  width = "wide",
  className,
  children,
}: PageProps) {
  return (
    <div className="flex min-h-dvh min-w-0 flex-col">
      <header className="sticky top-0 z-30 flex h-12 items-center gap-3 border-b bg-background px-4 sm:px-5">
        <div className="flex min-w-0 flex-1 items-center gap-3">
          {back && (
            <Link
              href={back.href}
              className="flex shrink-0 items-center gap-1 rounded-md text-sm text-muted-foreground hover:text-foreground"
            >
              <ChevronLeft className="size-4 rtl:rotate-180" aria-hidden="true" />
              <span className="max-sm:sr-only">{back.label}</span>
            </Link>
          )}
          <h1 className="clip-line min-w-0 text-base font-semibold">{title}</h1>
          {detail && (
            <div className="clip-line min-w-0 shrink-[2] text-sm text-muted-foreground max-md:hidden">
              {detail}
            </div>
          )}
        </div>
        {search && <SearchBox className="w-80 shrink max-lg:w-56 max-md:hidden" />}
        <LiveDot />
        {search && <PaletteButton />}
        {actions}
      </header>
      <EngineBanner />
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
      <PageIsWhole />
    </div>
  );
}
