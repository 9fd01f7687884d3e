"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useUploadViews } from "#components/uploads/upload-desk.ts";
import { formatCount } from "#lib/client/format.ts";
import { whenSettled } from "#lib/client/when-settled.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { workQuery } from "#lib/features/library/client.ts";
import { isUnfinished } from "#lib/features/uploads/client/phases.ts";

/** Everything there is, over all connections. */
export function LibraryCount() {
  const { data = [] } = useQuery(connectionsQuery());
  const total = data.reduce((sum, { assetCount }) => sum + assetCount, 0);
  return total > 0 ? formatCount(total) : null;
}

/** This tab's uploads on their way. */
export function UploadsCount() {
  const count = useUploadViews().filter(({ phase }) => isUnfinished(phase)).length;
  return count > 0 ? formatCount(count) : null;
}

/** Renditions queued or being made. */
export function TasksCount() {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => whenSettled(() => setSettled(true)), []);
  const { data = [] } = useQuery({ ...workQuery(), enabled: isSettled });
  const count = data.filter(({ status }) => status === "queued" || status === "encoding").length;
  return count > 0 ? formatCount(count) : null;
}
