/** A reason not to start that a person can do something about: printed as one line, exit code 1. */
export class StartError extends Error {
  name = "StartError";
}

/** What is said of a process that the kernel killed: measured, a first start with its own databases takes 1.9 GB. */
export const outOfMemory =
  "the system has most likely run out of memory. A first start takes 2 GB, less with a PostgreSQL server.";
