import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";

/** The address to tell of such an end; an invalid one is the task's own error. */
export function callbackAddress(
  status: StupeflixTask["status"],
  parameters: StupeflixTask["parameters"],
): string | undefined {
  const url = status === "success" ? parameters.url_callback : parameters.url_errback;
  return typeof url === "string" && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined;
}

/** Whether somebody is to be told of such an end. */
export const wantsCall = (status: StupeflixTask["status"], parameters: StupeflixTask["parameters"]) =>
  callbackAddress(status, parameters) !== undefined;
