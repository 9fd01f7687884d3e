/** A source that begins like a medium and cannot be decoded. Its words cross the process's standard error. */
export class SourceProblem extends Error {
  override readonly name = "SourceProblem";
  readonly source: number;

  constructor(source: number, message: string) {
    super(message);
    this.source = source;
  }
}

export const describeSourceProblem = ({ source, message }: SourceProblem): string =>
  `source ${source}: ${message.replace(/\s+/g, " ")}`;

/** Finds such a line in what the process said at its end. */
export function findSourceProblem(log: string): SourceProblem | undefined {
  const [, source, message = ""] = /^source (\d+): (.*)$/m.exec(log) ?? [];
  return source === undefined ? undefined : new SourceProblem(Number(source), message);
}
