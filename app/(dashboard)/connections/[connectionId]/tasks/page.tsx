import type { Metadata } from "next";
import { TaskList } from "#components/stupeflix/task-list.tsx";
import { canUpload } from "#lib/auth/permissions.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Tasks" };

export default async function ConnectionTasksPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "stupeflix");
  return <TaskList connectionId={connection.connectionId} canRun={canUpload(viewer)} />;
}
