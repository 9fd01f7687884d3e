"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { detailsQuery } from "#lib/features/ziggeo/client.ts";
import { DetailsForm } from "./details-form.tsx";

/** A video's details, read from Ziggeo when they are looked at. */
export function DetailsSection({ assetId, canEdit }: { assetId: string; canEdit: boolean }) {
  const answer = useQuery(detailsQuery(assetId));
  if (answer.data) return <DetailsForm key={assetId} {...{ assetId, canEdit }} details={answer.data} />;
  if (answer.isPending) return <Skeleton className="h-96" />;
  return (
    <p className="flex items-start gap-2 text-sm text-soft-foreground" role="alert">
      <StatusMark status="degraded" className="mt-[3px]" />
      <span>
        {answer.error.message}{" "}
        <Button variant="link" size="inline" onClick={() => void answer.refetch()}>
          Ask again
        </Button>
      </span>
    </p>
  );
}
