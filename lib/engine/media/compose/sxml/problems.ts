/** Where something stands in the SXML text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SxmlProblem extends Position {
  readonly message: string;
}

/** The definition cannot be rendered as it is written. Every problem names its place. */
export class SxmlError extends Error {
  override readonly name = "SxmlError";
  readonly problems: readonly SxmlProblem[];

  constructor(problems: readonly SxmlProblem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.problems = problems;
  }
}

export const describeProblem = ({ line, column, message }: SxmlProblem): string =>
  `line ${line}, column ${column}: ${message}`;

/** Past this many more would tell nothing: one mistake is repeated on every line. */
const mostProblems = 20;

/** Collects problems while a definition is read, so that all of them are told at once. */
export class Problems {
  readonly #found: SxmlProblem[] = [];

  add({ line, column }: Position, message: string): void {
    if (this.#found.length < mostProblems) this.#found.push({ line, column, message });
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  /** Throws `SxmlError` when there are any. */
  throwIfAny(): void {
    if (!this.isEmpty) throw new SxmlError(this.#found);
  }
}
