import type { ReactNode } from "react";
import { BottomBar } from "#components/layout/bottom-bar.tsx";
import { ConnectionLinks } from "#components/layout/connection-links.tsx";
import { KnownData } from "#components/layout/known-data.tsx";
import { LiveProvider } from "#components/layout/live-provider.tsx";
import { placesFor } from "#components/layout/navigation.ts";
import { PaletteHost } from "#components/layout/palette-host.tsx";
import { QueryProvider } from "#components/layout/query-provider.tsx";
import { Rail } from "#components/layout/rail.tsx";
import { LibraryCount, TasksCount, UploadsCount } from "#components/layout/rail-counts.tsx";
import { UploadDock } from "#components/uploads/upload-dock.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canUpload } from "#lib/auth/permissions.ts";
import { knownQuery } from "#lib/client/known-query.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { engineState } from "#lib/features/sync/engine-state.ts";
import { liveHub } from "#lib/live/hub.ts";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  const places = placesFor(viewer);
  // Read before the page's data: what changes in between is sent again, not missed.
  const since = liveHub().latestId();
  const queries = [knownQuery(connectionsQuery(), await listConnections(viewer))];
  return (
    <QueryProvider>
      <KnownData queries={queries}>
        <LiveProvider since={since} engine={engineState()}>
          <a
            href="#main"
            className="fixed start-3 top-2 z-50 -translate-y-16 rounded-md bg-primary px-3 py-2 text-sm font-medium text-primary-foreground focus:translate-y-0"
          >
            Skip to content
          </a>
          <div className="flex min-h-dvh">
            <Rail
              places={places}
              counts={{ library: <LibraryCount />, uploads: <UploadsCount />, tasks: <TasksCount /> }}
              connections={<ConnectionLinks viewer={viewer} />}
            />
            <div className="min-w-0 flex-1">{children}</div>
          </div>
          <BottomBar places={places} />
          <PaletteHost places={places} />
          {canUpload(viewer) && <UploadDock />}
        </LiveProvider>
      </KnownData>
    </QueryProvider>
  );
}
