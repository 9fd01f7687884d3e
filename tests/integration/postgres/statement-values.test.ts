import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { stdSerializers } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#lib/db/client.ts";
import { hideStatementValues } from "#lib/log.ts";
import { openTestDatabase } from "#tests/support/dashboard-database.ts";

const planted = "planted\n    at secret (value.ts:1:1)";
let database: Awaited<ReturnType<typeof openTestDatabase>>;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function failureOf(work: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}

test.each([
  [
    "through the query builder",
    () => db().execute(sql`INSERT INTO users (user_id, name) VALUES (${"1"}, ${planted})`),
  ],
  [
    "straight",
    () => database.postgres.query("INSERT INTO users (user_id, name) VALUES ($1, $2)", ["1", planted]),
  ],
])(
  "a statement that failed %s is told without what it was given or the row it failed on",
  async (_how, work) => {
    const error = await failureOf(work);
    const open = inspect(error, { depth: 5 });
    expect(open).toContain("planted");
    const cut = hideStatementValues(error);
    for (const told of [JSON.stringify(stdSerializers.err(cut as Error)), inspect(cut, { depth: 5 })]) {
      expect(told).not.toContain("planted");
      expect(told).not.toContain("value.ts");
      expect(told).toContain("null value in column");
      expect(told).toContain("    at ");
    }
  },
);

test("an error of anything else stays as it is", () => {
  const error = Object.assign(new Error("no"), { detail: "kept" });
  const alone = new Error("no", { cause: { detail: "kept" } });
  expect(hideStatementValues(alone)).toBe(alone);
  expect(hideStatementValues(error).detail).toBe("kept");
  expect(hideStatementValues("text")).toBe("text");
});
