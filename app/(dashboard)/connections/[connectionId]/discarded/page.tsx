import type { Metadata } from "next";
import { DiscardedVideos } from "#components/apivideo/discarded-videos.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { listDiscarded } from "#lib/features/apivideo/discarded.ts";
import { askService } from "../ask-service.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Discarded videos" };

export default async function DiscardedPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "apivideo");
  const { connectionId } = connection;
  const { answer: videos, reason } = await askService(() => listDiscarded(viewer, connectionId));
  if (videos === undefined) return <ServiceProblem what="The discarded videos" reason={reason} />;
  return <DiscardedVideos connectionId={connectionId} videos={videos} canEdit={canEditAssets(viewer)} />;
}
