import type { Metadata } from "next";
import { FactoryList } from "#components/telestream/factory-list.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditFactories } from "#lib/auth/permissions.ts";
import { listFactories } from "#lib/features/telestream/factories.ts";
import { askService } from "../ask-service.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Factories" };

export default async function FactoriesPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "telestream");
  const asked = await askService(() => listFactories(viewer, connection.connectionId));
  if (!asked.answer) return <ServiceProblem what="The factories" reason={asked.reason} />;
  return (
    <FactoryList
      connectionId={connection.connectionId}
      factories={asked.answer}
      canEdit={canEditFactories(viewer)}
    />
  );
}
