import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Page } from "#components/layout/page.tsx";
import { TaskBoard } from "#components/tasks/task-board.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { workQuery } from "#lib/features/library/client.ts";
import { listWork } from "#lib/features/library/work.ts";

export const metadata: Metadata = { title: "Tasks" };

export default async function TasksPage() {
  const viewer = await requireViewer();
  const cache = new QueryClient();
  cache.setQueryData(workQuery().queryKey, await listWork(viewer));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <Page title="Tasks" detail="Encodings of all connections, live">
        <TaskBoard canEdit={canEditAssets(viewer)} />
      </Page>
    </HydrationBoundary>
  );
}
