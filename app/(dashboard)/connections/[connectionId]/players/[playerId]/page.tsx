import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { ThemePage } from "#components/apivideo/theme-page.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { getTheme } from "#lib/features/apivideo/themes.ts";
import { askService } from "../../ask-service.ts";
import { readConnection } from "../../read-connection.ts";

export const metadata: Metadata = { title: "Player theme" };

interface PlayerPageProps {
  readonly params: Promise<{ connectionId: string; playerId: string }>;
}

export default async function PlayerPage({ params }: PlayerPageProps) {
  const { viewer, connection } = await readConnection(params, "apivideo");
  if (!canEditAssets(viewer)) return <Forbidden what="Player themes are edited by editors and owners." />;
  const { connectionId } = connection;
  const playerId = decodeURIComponent((await params).playerId);
  const { answer: theme, reason } = await askService(() => getTheme(viewer, { connectionId, playerId }));
  if (theme === undefined) return <ServiceProblem what="The player theme" reason={reason} />;
  return <ThemePage key={playerId} connectionId={connectionId} theme={theme} />;
}
