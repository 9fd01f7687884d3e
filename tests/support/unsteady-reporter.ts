import { writeFileSync } from "node:fs";
import type { Reporter, TestCase } from "vitest/node";

/** Writes the names of the tests that passed on their second try only, as JSON, to `TEST_UNSTEADY_FILE`. */
export default class UnsteadyReporter implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    const { TEST_UNSTEADY_FILE: file } = process.env;
    if (file) writeFileSync(file, JSON.stringify(this.#names));
  }
}
