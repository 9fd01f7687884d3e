import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { SignRequest } from "#components/telestream/sign-request.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { canSignRequests } from "#lib/auth/permissions.ts";
import { listKnownFactories } from "#lib/features/telestream/factories.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Sign a request" };

export default async function SignRequestPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "telestream");
  if (!canSignRequests(viewer)) return <Forbidden what="Requests are signed by editors and owners." />;
  if (connection.settings.auth === "key") {
    return (
      <EmptyState title="This account signs nothing">
        It uses an API key (v3.1): such calls carry the key itself, which stays on this server. With an access
        key and a secret key (v3.0) calls can be signed here for others to make.
      </EmptyState>
    );
  }
  const factories = await listKnownFactories(viewer, connection.connectionId);
  const { factoryId } = connection.settings;
  const isNamed = factories.some((factory) => factory.factoryId === factoryId);
  return (
    <SignRequest
      connectionId={connection.connectionId}
      factories={factoryId && !isNamed ? [{ factoryId, name: factoryId }, ...factories] : factories}
      isLimited={viewer.role !== "owner"}
    />
  );
}
