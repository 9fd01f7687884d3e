import { type Logger, pino } from "pino";

export type Log = Logger;

/** One JSON object a line on standard output. Fields that carry secrets are cut by name, at any depth we use. */
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
    redact: {
      paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[cut]",
    },
  });
}
