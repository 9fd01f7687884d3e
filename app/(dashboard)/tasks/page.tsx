import type { Metadata } from "next";
import { KnownData } from "#components/layout/known-data.tsx";
import { Page } from "#components/layout/page.tsx";
import { TaskBoard } from "#components/tasks/task-board.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { knownQuery } from "#lib/client/known-query.ts";
import { workQuery } from "#lib/features/library/client.ts";
import { listWork } from "#lib/features/library/work.ts";

export const metadata: Metadata = { title: "Tasks" };

export default async function TasksPage() {
  const viewer = await requireViewer();
  const queries = [knownQuery(workQuery(), await listWork(viewer))];
  return (
    <KnownData queries={queries}>
      <Page title="Tasks" detail="Encodings of all connections, live">
        <TaskBoard canEdit={canEditAssets(viewer)} />
      </Page>
    </KnownData>
  );
}
