"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { countOf } from "#lib/client/format.ts";
import { eventFacetsQuery } from "#lib/features/inbox/client.ts";

const ReplayFailedDialog = dynamic(
  () => import("./replay-failed-dialog.tsx").then((module) => module.ReplayFailedDialog),
  { ssr: false },
);

/** What failed, and the way to try all of it again. */
export function FailedEvents() {
  const { data } = useQuery(eventFacetsQuery());
  const [isAsking, setAsking] = useState(false);
  const failed = data?.state.failed ?? 0;
  if (failed === 0) return null;
  return (
    <>
      <Banner
        status="failed"
        action={
          <Button variant="outline" size="sm" onClick={() => setAsking(true)}>
            Process failed ones again…
          </Button>
        }
      >
        <strong>{countOf(failed, "event")}</strong> could not be processed.
      </Banner>
      {isAsking && <ReplayFailedDialog onClose={() => setAsking(false)} />}
    </>
  );
}
