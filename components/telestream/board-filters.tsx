"use client";

import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BoardFilter } from "#lib/features/telestream/schema/encoding.ts";

export interface FactoryOption {
  readonly factoryId: string;
  readonly name: string;
}

export interface BoardFiltersProps {
  filter: BoardFilter;
  factories: readonly FactoryOption[];
  onChange(change: Partial<BoardFilter>): void;
}

/** Most accounts have one factory and never choose. */
const FactoryChoice = lazy(() =>
  import("./factory-choice.tsx").then((file) => ({ default: file.FactoryChoice })),
);

/** Between two letters typed: one question, not one a letter. */
const typingMs = 250;

/** A few letters of a video or a profile, and the factory where there is more than one. */
export function BoardFilters({ filter, factories, onChange }: BoardFiltersProps) {
  const [text, setText] = useState(filter.q ?? "");
  const given = filter.q ?? "";
  useEffect(() => setText(given), [given]);
  useEffect(() => {
    if (text === given) return;
    const timer = setTimeout(() => onChange({ q: text.trim() || undefined }), typingMs);
    return () => clearTimeout(timer);
  }, [text, given, onChange]);
  return (
    <>
      <div className="relative w-64 max-sm:w-full">
        <Search
          className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted-foreground"
          aria-hidden="true"
        />
        <Input
          type="search"
          aria-label="Find encodings by video or profile"
          placeholder="Video or profile"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-8 ps-8"
        />
      </div>
      {factories.length > 1 && (
        <Suspense fallback={<Skeleton className="h-8 w-48" />}>
          <FactoryChoice
            chosen={filter.factory}
            factories={factories}
            onChange={(factory) => onChange({ factory })}
          />
        </Suspense>
      )}
    </>
  );
}
