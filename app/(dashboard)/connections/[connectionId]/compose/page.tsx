import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { ComposerHost } from "#components/stupeflix/compose/composer-host.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canUpload } from "#lib/auth/permissions.ts";
import { getTaskKinds, listMediaPlaces } from "#lib/features/stupeflix/compose.ts";
import { listPresets } from "#lib/features/stupeflix/presets.ts";
import { toBeginWith } from "#lib/features/stupeflix/to-begin-with.ts";
import { askService } from "../ask-service.ts";
import { readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Compose" };

interface ComposePageProps {
  readonly params: Promise<{ connectionId: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ComposePage({ params, searchParams }: ComposePageProps) {
  const { viewer, connection } = await readConnection(params, "stupeflix");
  if (!canUpload(viewer)) return <Forbidden what="Owners and editors make tasks." />;
  const { connectionId } = connection;
  const asked = await searchParams;
  const { answer, reason } = await askService(async () =>
    Promise.all([
      getTaskKinds(viewer, connectionId),
      listPresets(viewer),
      listMediaPlaces(viewer),
      toBeginWith(viewer, connectionId, asked),
    ]),
  );
  if (answer === undefined) return <ServiceProblem what="What the service can do" reason={reason} />;
  const [kinds, presets, places, first] = answer;
  return (
    <ComposerHost
      // Another address begins anew.
      key={JSON.stringify(asked)}
      connectionId={connectionId}
      kinds={kinds}
      presets={presets}
      places={places}
      {...(first && { first })}
    />
  );
}
