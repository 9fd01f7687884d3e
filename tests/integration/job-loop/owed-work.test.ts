import { expect, test } from "vitest";
import { JobDesk } from "#tests/support/job-desk.ts";
import { until } from "#tests/support/until.ts";

const desk = new JobDesk();

test("owed work runs without a row while there is a place and the database is ours alone", async () => {
  const loop = desk.makeLoop({ light: 1 });
  let done = 0;
  loop.define("import", {
    lane: "light",
    handler: async () => {
      done += 1;
    },
  });
  await loop.start();
  for (let turn = 1; turn <= 5; turn++) {
    await loop.runOwed("import", { turn });
    await until("the work to be done", async () => done === turn);
  }
  // The loop's own looks into its queues may have been under way for one or the other of them.
  const rows = await desk.postgres.query("SELECT id FROM jobs.job WHERE name = 'import'");
  if (desk.postgres.backend === "pglite") expect(rows.length).toBeLessThan(5);
  else expect(rows).toHaveLength(5);
});

test("owed work that finds no place waits in its queue, and what fails is tried again", async () => {
  const loop = desk.makeLoop({ light: 1 });
  const release = Promise.withResolvers<void>();
  const tries: number[] = [];
  loop.define<{ turn: number }>("import", {
    lane: "light",
    handler: async ({ turn }) => {
      if (turn === 0) return release.promise;
      tries.push(turn);
      if (tries.length === 1) throw new Error("the disk was away");
    },
  });
  await loop.start();
  await loop.runOwed("import", { turn: 0 });
  await until("the place to be taken", async () => (await loop.counts()).light?.running === 1);
  await loop.runOwed("import", { turn: 1 });
  expect((await loop.counts()).light).toEqual({ waiting: 1, running: 1 });
  release.resolve();
  await until("a second try", async () => tries.length === 2);
});

test("owed work that fails without a row is sent, and so is what a stop interrupts", async () => {
  const first = desk.makeLoop({ light: 2 });
  const begun: string[] = [];
  first.define<{ name: string }>("import", {
    lane: "light",
    handler: async ({ name }, { signal }) => {
      begun.push(name);
      if (name === "broken" && begun.filter((one) => one === name).length === 1) throw new Error("once");
      if (name === "long") {
        await new Promise<void>((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        });
      }
    },
  });
  await first.start();
  await first.runOwed("import", { name: "broken" });
  await until("a second try", async () => begun.filter((one) => one === "broken").length === 2);
  await first.runOwed("import", { name: "long" });
  await until("the long one to begin", async () => begun.includes("long"));
  await first.stop();

  const second = desk.makeLoop({ light: 2 });
  const taken = Promise.withResolvers<unknown>();
  second.define("import", { lane: "light", handler: async (data) => taken.resolve(data) });
  await second.start();
  expect(await taken.promise).toEqual({ name: "long" });
});
