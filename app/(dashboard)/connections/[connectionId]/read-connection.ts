import { notFound } from "next/navigation";
import { cache } from "react";
import { requireViewer } from "#lib/auth/current-user.ts";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { getConnection } from "#lib/features/connections/queries.ts";

/** What every page under a connection is given. */
export interface ConnectionPageProps {
  readonly params: Promise<{ connectionId: string }>;
}

/** Once per request: the frame, the title and the page ask for the same connection. */
const read = cache(async (viewer: Viewer, connectionId: string) => {
  try {
    return await getConnection(viewer, connectionId);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "not_found") return undefined;
    throw error;
  }
});

/**
 * Who looks, and at which connection. A connection that is gone, or of another provider than the page is for, is
 * not found.
 */
export async function readConnection(
  params: ConnectionPageProps["params"],
  provider?: ProviderId,
): Promise<{ viewer: Viewer; connection: ConnectionSummary }> {
  const viewer = await requireViewer();
  const connection = await read(viewer, decodeURIComponent((await params).connectionId));
  if (!connection || (provider && connection.provider !== provider)) notFound();
  return { viewer, connection };
}
