/** Where the fault of a request lies, in the words of section A1. */
export interface RequestFault {
  readonly name: string;
  readonly location: "body" | "querystring" | "header";
  readonly description: string;
}

/** What the Tasks API answers instead of statuses. Faults of one task's parameters are none of these. */
export class StupeflixProblem extends Error {
  override readonly name = "StupeflixProblem";
  readonly status: number;
  readonly faults: readonly RequestFault[];

  constructor(status: number, faults: readonly RequestFault[]) {
    super(faults.map((fault) => fault.description).join("; "));
    this.status = status;
    this.faults = faults;
  }
}

export const invalidRequest = (...faults: readonly RequestFault[]) => new StupeflixProblem(400, faults);

export const badCredentials = (description: string) =>
  new StupeflixProblem(401, [{ name: "authorization", location: "header", description }]);

export const unknownAddress = () =>
  new StupeflixProblem(404, [
    { name: "path", location: "querystring", description: "there is no such address" },
  ]);

export const temporarilyDown = () =>
  new StupeflixProblem(503, [{ name: "service", location: "body", description: "try again later" }]);

export function toProblemResponse({ status, faults }: StupeflixProblem): Response {
  return Response.json({ status: "error", errors: faults }, { status });
}
