import type { IncomingMessage } from "node:http";
import { FormError, type ReceivedForm, receiveForm as receive } from "../../uploads/receive-form.ts";
import type { UploadSessions } from "../../uploads/upload-sessions.ts";
import { badRequest, fileSizeLimitExceeded, TelestreamProblem } from "./problems.ts";

export type { ReceivedForm };

/** A multipart form with a file. Throws the protocol's problem; nothing stays on disk then. */
export async function receiveForm(
  req: IncomingMessage,
  { sessions, maxBytes }: { sessions: UploadSessions; maxBytes: number },
): Promise<ReceivedForm> {
  try {
    return await receive(req, { incoming: sessions, maxBytes });
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    if (error.reason === "too-large") throw fileSizeLimitExceeded(maxBytes);
    if (error.reason === "too-slow") throw new TelestreamProblem(408, "RequestTimeout", error.message);
    throw badRequest(error.message);
  }
}
