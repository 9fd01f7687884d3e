/** One line for a person, when the cause is theirs to mend; undefined when it is a bug worth its stack. */
export function explainStartError(
  error: unknown,
  context: { port: number; dataDir: string },
): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (["EnvError", "DataLockedError", "WrongMasterKeyError", "NewerSchemaError"].includes(error.name)) {
    return error.message;
  }
  switch ("code" in error ? error.code : undefined) {
    case "EADDRINUSE":
      return `Port ${context.port} is taken. Stop what uses it, or set PORT to another one.`;
    case "EADDRNOTAVAIL":
      return "HOST is not an address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own.";
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EEXIST":
      return `${context.dataDir} cannot be written (${error.message}). Give this user the right to, or set REELYARD_DATA.`;
    case "ENOSPC":
      return `The disk that holds ${context.dataDir} is full.`;
    case "ECONNREFUSED":
    case "ENOTFOUND":
      return `The database does not answer (${error.message}). Check DATABASE_URL.`;
    default:
      return undefined;
  }
}
