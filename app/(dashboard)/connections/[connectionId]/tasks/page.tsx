import type { Metadata } from "next";
import { TaskList } from "#components/stupeflix/task-list.tsx";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Tasks" };

export default async function ConnectionTasksPage({ params }: ConnectionPageProps) {
  const { connection } = await readConnection(params, "stupeflix");
  return <TaskList connectionId={connection.connectionId} />;
}
