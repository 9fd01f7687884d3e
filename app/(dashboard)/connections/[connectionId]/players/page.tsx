import type { Metadata } from "next";
import { PlayerThemes } from "#components/apivideo/player-themes.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { listThemes } from "#lib/features/apivideo/themes.ts";
import { askService } from "../ask-service.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Player themes" };

export default async function PlayersPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "apivideo");
  const { connectionId } = connection;
  const { answer: themes, reason } = await askService(() => listThemes(viewer, connectionId));
  if (themes === undefined) return <ServiceProblem what="The player themes" reason={reason} />;
  return <PlayerThemes connectionId={connectionId} themes={themes} canEdit={canEditAssets(viewer)} />;
}
