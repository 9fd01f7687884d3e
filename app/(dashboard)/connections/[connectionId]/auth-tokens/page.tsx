import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { AuthTokens } from "#components/ziggeo/auth-tokens/auth-tokens.tsx";
import { canRevealAuthTokens, canUseAuthTokens } from "#lib/auth/permissions.ts";
import { listAuthTokens } from "#lib/features/ziggeo/check-auth-tokens.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Auth tokens" };

export default async function AuthTokensPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "ziggeo");
  if (!canUseAuthTokens(viewer)) {
    return <Forbidden what="Auth tokens open this application's videos to pages; editors make them." />;
  }
  const { connectionId } = connection;
  return (
    <AuthTokens
      connectionId={connectionId}
      initial={await listAuthTokens(viewer, connectionId)}
      canReveal={canRevealAuthTokens(viewer)}
    />
  );
}
