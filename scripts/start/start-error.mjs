/** A reason not to start that a person can do something about: printed as one line, exit code 1. */
export class StartError extends Error {
  name = "StartError";
}
