import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { UploadSessions } from "#components/telestream/upload-sessions.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { canUpload } from "#lib/auth/permissions.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Upload sessions" };

export default async function UploadSessionsPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "telestream");
  if (!canUpload(viewer)) return <Forbidden what="Editors and owners upload." />;
  if (connection.settings.auth === "key") {
    return (
      <EmptyState title="No sessions from a browser">
        This account uses an API key (v3.1), which stays on this server: without signatures a browser cannot
        open a session with it.
      </EmptyState>
    );
  }
  return <UploadSessions connectionId={connection.connectionId} />;
}
