"use client";

import { useQuery } from "@tanstack/react-query";
import { AskAgain } from "#components/ui/ask-again.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { detailsQuery } from "#lib/features/ziggeo/client.ts";
import { DetailsForm } from "./details-form.tsx";

/** A video's details, read from Ziggeo when they are looked at. */
export function DetailsSection({ assetId, canEdit }: { assetId: string; canEdit: boolean }) {
  const answer = useQuery(detailsQuery(assetId));
  if (answer.data) return <DetailsForm key={assetId} {...{ assetId, canEdit }} details={answer.data} />;
  return (
    <section aria-labelledby="ziggeo-details" className="grid gap-3">
      <h3 id="ziggeo-details" className="text-sm font-medium">
        Details
      </h3>
      {answer.isPending ? (
        <FieldShapes />
      ) : (
        <AskAgain reason={answer.error.message} onAsk={() => void answer.refetch()} />
      )}
    </section>
  );
}

/** Title, description, then two fields in a row. */
const FieldShapes = () => (
  <div className="grid gap-4">
    <Skeleton className="mt-5 h-9" />
    <Skeleton className="mt-5 h-20" />
    <div className="mt-5 grid gap-4 sm:grid-cols-2">
      <Skeleton className="h-9" />
      <Skeleton className="h-9" />
    </div>
  </div>
);
