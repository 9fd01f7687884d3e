import { expect, test } from "vitest";
import { JobDesk } from "#tests/support/job-desk.ts";
import { until } from "#tests/support/until.ts";

const desk = new JobDesk();

test("a job that is sent is done once, with its data", async () => {
  const loop = desk.makeLoop();
  const seen = Promise.withResolvers<unknown>();
  loop.define<{ name: string }>("greet", { lane: "light", handler: async (data) => seen.resolve(data) });
  await loop.start();
  await loop.send("greet", { name: "Ada" });
  expect(await seen.promise).toEqual({ name: "Ada" });
});

test("while a keyed job waits, sending it again adds nothing", async () => {
  const loop = desk.makeLoop({ heavy: 1 });
  const release = Promise.withResolvers<void>();
  const done: number[] = [];
  const last = Promise.withResolvers<void>();
  loop.define<{ turn: number }>("tidy", {
    lane: "heavy",
    handler: async ({ turn }) => {
      if (turn === 0) await release.promise;
      done.push(turn);
      if (turn === 1) last.resolve();
    },
  });
  await loop.start();
  await loop.send("tidy", { turn: 0 });
  await until("the job loop to get there", async () => (await loop.counts()).heavy?.running === 1);
  expect(await loop.send("tidy", { turn: 1 }, { singletonKey: "same" })).not.toBeNull();
  expect(await loop.send("tidy", { turn: 2 }, { singletonKey: "same" })).toBeNull();
  release.resolve();
  await last.promise;
  expect(done).toEqual([0, 1]);
});

test("a light job is done while the heavy lane is full", async () => {
  const loop = desk.makeLoop();
  const release = Promise.withResolvers<void>();
  const light = Promise.withResolvers<void>();
  loop.define("encode", { lane: "heavy", handler: () => release.promise });
  loop.define("poster", { lane: "light", handler: async () => light.resolve() });
  await loop.start();
  for (let turn = 0; turn < 4; turn++) await loop.send("encode", { turn });
  await loop.send("poster", {});
  await light.promise;
  expect((await loop.counts()).heavy).toEqual({ waiting: 3, running: 1 });
  release.resolve();
});

test("a job that fails is tried again until its tries are used up", async () => {
  const loop = desk.makeLoop();
  const attempts: number[] = [];
  const second = Promise.withResolvers<void>();
  loop.define("flaky", {
    lane: "light",
    retryLimit: 1,
    retryDelaySeconds: 0,
    handler: async (_data, { attempt }) => {
      attempts.push(attempt);
      if (attempt === 2) second.resolve();
      throw new Error("no");
    },
  });
  await loop.start();
  await loop.send("flaky", {});
  await second.promise;
  await until("the job loop to get there", async () => (await loop.counts()).light?.running === 0);
  expect((await loop.counts()).light?.waiting).toBe(0);
  expect(attempts).toEqual([1, 2]);
});

test("a queue that is defined otherwise at the next start is as it was defined last", async () => {
  const tried: number[] = [];
  const startWith = async (retryLimit: number) => {
    const loop = desk.makeLoop();
    loop.define<{ from: number }>("break", {
      lane: "light",
      retryLimit,
      handler: async ({ from }) => {
        tried.push(from);
        throw new Error("It breaks.");
      },
    });
    await loop.start();
    await loop.send("break", { from: retryLimit });
    await until("it to have been given up", async () => {
      const [row] = await desk.postgres.query<{ failed: number }>(
        "SELECT count(*)::int AS failed FROM jobs.job WHERE state = 'failed' AND (data->>'from')::int = $1",
        [retryLimit],
      );
      return row?.failed === 1;
    });
    await loop.stop();
  };
  await startWith(0);
  await startWith(1);
  expect(tried).toEqual([0, 1, 1]);
});

test("stopping aborts what runs and the next start does it again", async () => {
  const first = desk.makeLoop();
  const started = Promise.withResolvers<void>();
  first.define("long", {
    lane: "heavy",
    handler: async (_data, { signal }) => {
      started.resolve();
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  await first.start();
  await first.send("long", {});
  await started.promise;
  await first.stop();

  const again = Promise.withResolvers<number>();
  const second = desk.makeLoop();
  second.define("long", { lane: "heavy", handler: async (_data, { attempt }) => again.resolve(attempt) });
  await second.start();
  expect(await again.promise).toBe(2);
});

test("a job whose process died is taken back at once, and the dead process's claim no longer holds", async () => {
  const zombie = desk.makeLoop();
  const zombieClaim = Promise.withResolvers<() => Promise<boolean>>();
  const zombieMayGoOn = Promise.withResolvers<void>();
  zombie.define("encode", {
    lane: "heavy",
    handler: async (_data, { holds }) => {
      zombieClaim.resolve(holds);
      await zombieMayGoOn.promise;
    },
  });
  await zombie.start();
  await zombie.send("encode", {});
  const holds = await zombieClaim.promise;
  expect(await holds()).toBe(true);

  const heir = desk.makeLoop();
  const heirMayGoOn = Promise.withResolvers<void>();
  const heirRuns = Promise.withResolvers<void>();
  heir.define("encode", {
    lane: "heavy",
    handler: async () => {
      heirRuns.resolve();
      await heirMayGoOn.promise;
    },
  });
  await heir.start();
  await heirRuns.promise;
  expect(await holds()).toBe(false);
  zombieMayGoOn.resolve();
  heirMayGoOn.resolve();
});

test("cancelling a waiting job means it never runs, cancelling a running one aborts it", async () => {
  const loop = desk.makeLoop({ heavy: 1 });
  const aborted = Promise.withResolvers<void>();
  const ran: number[] = [];
  loop.define<{ turn: number }>("encode", {
    lane: "heavy",
    handler: async ({ turn }, { signal }) => {
      ran.push(turn);
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      aborted.resolve();
    },
  });
  await loop.start();
  const running = await loop.send("encode", { turn: 1 });
  await until("the job loop to get there", async () => (await loop.counts()).heavy?.running === 1);
  const waiting = await loop.send("encode", { turn: 2 });
  await loop.cancel("encode", waiting ?? "");
  await loop.cancel("encode", running ?? "");
  await aborted.promise;
  await until("the job loop to get there", async () => {
    const counts = (await loop.counts()).heavy;
    return counts?.running === 0 && counts.waiting === 0;
  });
  expect(ran).toEqual([1]);
});

test.runIf(process.env.TEST_BACKEND === "postgres")(
  "two processes on one server share the work, wake each other, and neither takes what the other runs",
  async () => {
    const first = desk.makeLoop({ heavy: 1 }, "first");
    const second = desk.makeLoop({ heavy: 1 }, "second");
    const ran: string[] = [];
    const release = Promise.withResolvers<void>();
    const handlerOf = (name: string) => async () => {
      ran.push(name);
      await release.promise;
    };
    first.define("encode", { lane: "heavy", handler: handlerOf("first") });
    second.define("encode", { lane: "heavy", handler: handlerOf("second") });
    await first.start();
    await first.send("encode", {});
    await until("the first to run it", () => ran.length === 1);
    await second.start();
    expect(ran).toEqual(["first"]);
    // The first is full: only the second can take this one, and nothing but NOTIFY tells it at once.
    await first.send("encode", {});
    await until("the second to run the next", () => ran.length === 2);
    expect(ran).toEqual(["first", "second"]);
    release.resolve();
  },
);

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
