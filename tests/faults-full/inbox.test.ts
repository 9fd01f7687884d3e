import { expect, test } from "vitest";
import { burstThroughKills } from "#tests/support/killed-inbox.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";

const burst = { count: 50_000, connections: 64 };
const allKeptOnce = { kills: 2, acknowledged: burst.count, lost: [], notOnce: [] };

test("fault 37: fifty thousand events, the dashboard killed twice, embedded", async () => {
  const { unanswered, ...counted } = await burstThroughKills(burst);
  console.info(`fault 37: ${unanswered} sent again`);
  expect(counted).toEqual(allKeptOnce);
  expect(unanswered).toBeGreaterThan(0);
});

test("fault 37: fifty thousand events, the dashboard killed twice, on PostgreSQL", async () => {
  if (!testServerUrl) throw new Error("TEST_DATABASE_URL is not set: run it through `npm run test:faults`.");
  const database = await createTestDatabase(testServerUrl);
  try {
    const { unanswered, ...counted } = await burstThroughKills({ ...burst, databaseUrl: database.url });
    console.info(`fault 37: ${unanswered} sent again`);
    expect(counted).toEqual(allKeptOnce);
    expect(unanswered).toBeGreaterThan(0);
  } finally {
    await database.drop();
  }
});
