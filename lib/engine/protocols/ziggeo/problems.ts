import { asciiJson } from "./ascii-json.ts";

const messages = {
  400: "The request is invalid.",
  401: "The application token or the private key is wrong.",
  404: "There is no such object.",
  500: "The engine failed on this request.",
} as const;

/** What Ziggeo answers instead of a result. Its clients look at the status alone. */
export class ZiggeoProblem extends Error {
  override readonly name = "ZiggeoProblem";
  readonly status: keyof typeof messages;

  constructor(status: keyof typeof messages, message: string = messages[status]) {
    super(message);
    this.status = status;
  }
}

/** The vendor leaves the body of an error open; this one repeats the status for whoever reads only bodies. */
export function toProblemResponse(problem: ZiggeoProblem): Response {
  return asciiJson({ code: problem.status, message: problem.message }, problem.status);
}
