import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type KillGround, killedOwner, killRounds, openKillGround } from "#tests/support/kill-ground.ts";
import { signIn } from "#tests/support/session.ts";
import { until } from "#tests/support/until.ts";

let ground: KillGround;
beforeEach(async () => {
  ground = await openKillGround();
});
afterEach(() => ground.close());

test("the dashboard loses no write it answered", { timeout: 600_000 }, async () => {
  await ground.start("engine");
  const first = await ground.start("dashboard");
  const url = `http://127.0.0.1:${ground.options.port}`;
  const { cookie } = await signIn(url, killedOwner.email, killedOwner.password);
  const target = await until("the local connections to take uploads", () => findTarget(url, cookie));
  const acknowledged: string[] = [];
  let offered = 0;
  const enough = new AbortController();
  const load = (async () => {
    while (!enough.signal.aborted) {
      const uploadId = randomBytes(16).toString("hex");
      offered += 1;
      if (await beginUpload(url, cookie, { ...target, uploadId })) acknowledged.push(uploadId);
    }
  })();
  await ground.killAgainAndAgain("dashboard", first);
  enough.abort();
  await load;

  const stored = await listUploads(url, cookie);
  const lost = acknowledged.filter((uploadId) => !stored.includes(uploadId));
  console.info(
    `dashboard: ${killRounds} kills, ${offered} offered, ${acknowledged.length} acknowledged, ` +
      `${stored.length} stored, lost ${lost.length}`,
  );
  expect(acknowledged.length).toBeGreaterThan(killRounds);
  expect(lost).toEqual([]);
  expect(new Set(stored).size).toBe(stored.length);
});

const targets = z.object({
  targets: z.array(
    z.object({ connectionId: z.string(), destinations: z.array(z.object({ destinationId: z.string() })) }),
  ),
});

async function findTarget(url: string, cookie: string) {
  const answer = await fetch(`${url}/api/uploads/targets`, { headers: { cookie } });
  for (const { connectionId, destinations } of targets.parse(await answer.json()).targets) {
    const [destination] = destinations;
    if (destination) return { connectionId, destinationId: destination.destinationId };
  }
  return undefined;
}

/** True when the dashboard answered that it has recorded the upload; anything else promises nothing. */
async function beginUpload(url: string, cookie: string, upload: Record<string, string>): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/uploads/sign`, {
      method: "POST",
      headers: { cookie, origin: url, "content-type": "application/json" },
      body: JSON.stringify({
        ...upload,
        renditionNames: [],
        fileName: "clip.mp4",
        sizeBytes: 1_000,
        facts: null,
      }),
      signal: AbortSignal.timeout(5_000),
    });
    await answer.text();
    return answer.ok;
  } catch {
    await delay(20);
    return false;
  }
}

const history = z.object({
  items: z.array(z.object({ uploadId: z.string() })),
  nextCursor: z.string().nullable(),
});

async function listUploads(url: string, cookie: string): Promise<string[]> {
  const all: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = cursor === "" ? "limit=100" : `limit=100&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${url}/api/uploads/history?${query}`, { headers: { cookie } });
    const page = history.parse(await answer.json());
    all.push(...page.items.map(({ uploadId }) => uploadId));
    cursor = page.nextCursor;
  }
  return all;
}
