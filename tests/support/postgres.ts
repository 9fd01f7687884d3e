import { createHash, randomUUID } from "node:crypto";
import pg from "pg";

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** The server `npm test` started (or TEST_DATABASE_URL named); undefined when a test file is run on its own. */
export const testServerUrl = process.env.TEST_DATABASE_URL;

/** An empty database of its own on the test server. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/**
 * Where a test's database is that would be embedded in `directory`: undefined, so there, but in the vitest project
 * `postgres`, which runs the same tests again on the server. The same directory is the same database.
 */
export async function databaseUrlFor(directory: string): Promise<string | undefined> {
  if (process.env.TEST_BACKEND !== "postgres") return undefined;
  if (!testServerUrl)
    throw new Error("TEST_DATABASE_URL is not set: run it through `npm test -- integration`.");
  const name = `test_${createHash("sha256").update(directory).digest("hex").slice(0, 32)}`;
  await onServer(testServerUrl, `CREATE DATABASE ${name}`).catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError && error.code === duplicateDatabase)) throw error;
  });
  const url = new URL(testServerUrl);
  url.pathname = `/${name}`;
  return url.href;
}

const duplicateDatabase = "42P04";

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
