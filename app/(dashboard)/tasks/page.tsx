import type { Metadata } from "next";
import { KnownData } from "#components/layout/known-data.tsx";
import { Page } from "#components/layout/page.tsx";
import { composeHref } from "#components/stupeflix/hrefs.ts";
import { TaskBoard } from "#components/tasks/task-board.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canEditAssets, canUpload } from "#lib/auth/permissions.ts";
import { knownQuery } from "#lib/client/known-query.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { workQuery } from "#lib/features/library/client.ts";
import { listWork } from "#lib/features/library/work.ts";

export const metadata: Metadata = { title: "Tasks" };

export default async function TasksPage() {
  const viewer = await requireViewer();
  const service = (await listConnections(viewer)).find(
    ({ provider, state }) => provider === "stupeflix" && state === "active",
  );
  const compose = service && canUpload(viewer) ? composeHref(service.connectionId) : undefined;
  const queries = [knownQuery(workQuery(), await listWork(viewer))];
  return (
    <KnownData queries={queries}>
      <Page
        title="Tasks"
        detail="Encodings and tasks of all connections, live"
        actions={
          compose && (
            <Button asChild>
              <Link href={compose}>Compose</Link>
            </Button>
          )
        }
      >
        <TaskBoard canEdit={canEditAssets(viewer)} {...(compose && { composeHref: compose })} />
      </Page>
    </KnownData>
  );
}
