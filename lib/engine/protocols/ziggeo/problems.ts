import { asciiJson } from "./ascii-json.ts";

const messages = {
  400: "The request is invalid.",
  401: "The application token or the private key is wrong.",
  403: "This may not be done with this token.",
  404: "There is no such object.",
  500: "The engine failed on this request.",
  507: "The disk has no room for this file.",
} as const;
type Status = keyof typeof messages;

/** What Ziggeo answers instead of a result. Its clients look at the status alone. */
export class ZiggeoProblem extends Error {
  override readonly name = "ZiggeoProblem";
  readonly status: Status;

  constructor(status: Status, message: string = messages[status]) {
    super(message);
    this.status = status;
  }
}

/** The vendor leaves the body of an error open; this one repeats the status for whoever reads only bodies. */
export function toProblemResponse(problem: ZiggeoProblem): Response {
  return asciiJson(toProblemBody(problem), problem.status);
}

export const toProblemBody = ({ status, message }: ZiggeoProblem) => ({ code: status, message });
