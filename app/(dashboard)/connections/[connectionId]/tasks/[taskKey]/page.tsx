import type { Metadata } from "next";
import { TaskDetail } from "#components/stupeflix/task-detail.tsx";
import { canUpload } from "#lib/auth/permissions.ts";
import { listMediaPlaces } from "#lib/features/stupeflix/compose.ts";
import { readConnection } from "../../read-connection.ts";

export const metadata: Metadata = { title: "Task" };

interface TaskPageProps {
  readonly params: Promise<{ connectionId: string; taskKey: string }>;
}

export default async function TaskPage({ params }: TaskPageProps) {
  const { viewer, connection } = await readConnection(params, "stupeflix");
  const { taskKey } = await params;
  return (
    <TaskDetail
      connectionId={connection.connectionId}
      baseUrl={connection.baseUrl}
      taskKey={taskKey}
      canRun={canUpload(viewer)}
      places={await listMediaPlaces(viewer)}
    />
  );
}
