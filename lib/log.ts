import { type Logger, pino, stdSerializers } from "pino";

export type Log = Logger;

/**
 * One JSON object a line on standard output. Fields that carry secrets are cut by name, at any depth we use, and
 * errors of the database say no values.
 */
export function createLog(name: string): Log {
  const secretFields = [
    "authorization",
    "cookie",
    "password",
    "secret",
    "signature",
    "privateKey",
    "secretKey",
    "apiKey",
  ];
  return pino({
    name,
    level: process.env.LOG_LEVEL ?? "info",
    base: { pid: process.pid },
    serializers: { err: (error: Error) => stdSerializers.err(hideStatementValues(error)) },
    redact: {
      paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[cut]",
    },
  });
}

/**
 * Takes out of an error of the database what its statement was given and the row that it failed on: names, addresses,
 * events and sealed secrets of people, in the message, the stack and fields of their own. The statement stays, with
 * `$1` where the values were. The error is changed in place, with all that caused it; anything else stays as it is.
 */
export function hideStatementValues<Thrown>(thrown: Thrown): Thrown {
  const seen = new Set<unknown>();
  for (let error: unknown = thrown; error instanceof Error && !seen.has(error); error = error.cause) {
    seen.add(error);
    if ("params" in error) hideParameters(error);
    // What the server says of a row: "Failing row contains (…)".
    for (const field of ["detail", "where", "internalQuery"]) {
      if (Reflect.get(error, field) !== undefined && "severity" in error)
        Reflect.deleteProperty(error, field);
    }
  }
  return thrown;
}

function hideParameters(error: Error): void {
  Reflect.deleteProperty(error, "params");
  // Drizzle puts them into its message, which the stack begins with.
  const end = error.message.indexOf("\nparams: ");
  if (end < 0) return;
  const told = error.message.slice(0, end);
  const frames = error.stack?.includes(error.message) ? error.stack.split(error.message).at(-1) : "";
  error.message = told;
  error.stack = `${error.name}: ${told}${frames ?? ""}`;
}
