import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { Watermarks } from "#components/apivideo/watermarks.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { listWatermarks } from "#lib/features/apivideo/watermarks.ts";
import { askService } from "../ask-service.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Watermarks" };

export default async function WatermarksPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "apivideo");
  if (!canEditAssets(viewer)) return <Forbidden what="Watermarks are managed by editors and owners." />;
  const { connectionId } = connection;
  const { answer: watermarks, reason } = await askService(() => listWatermarks(viewer, connectionId));
  if (watermarks === undefined) return <ServiceProblem what="The watermarks" reason={reason} />;
  return <Watermarks connectionId={connectionId} watermarks={watermarks} canEdit />;
}
