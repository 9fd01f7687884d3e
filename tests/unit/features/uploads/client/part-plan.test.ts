import { describe, expect, test } from "vitest";
import { PartLedger, partRange, partSize, planParts } from "#lib/features/uploads/client/part-plan.ts";

const missing = (...parts: number[]) => new Map(parts.map((part) => [part, 0]));

describe("a file is cut so that its parts are exactly the file", () => {
  for (const [size, part] of [
    [1, 10],
    [9, 10],
    [10, 10],
    [11, 10],
    [6_442_450_944, 8_388_608],
    [4_294_967_297, 5_242_880],
  ] as const) {
    test(`${size} bytes in parts of ${part}`, () => {
      const plan = planParts(size, part);
      let next = 0;
      for (let number = 0; number < plan.partCount; number++) {
        const { start, end } = partRange(plan, number);
        expect(start).toBe(next);
        expect(end).toBeGreaterThan(start);
        next = end;
      }
      expect(next).toBe(size);
    });
  }
});

describe("the ledger of sent bytes", () => {
  test("counts what the provider already has when an upload is resumed", () => {
    const ledger = new PartLedger(planParts(95, 10), missing(3, 9));
    expect(ledger.doneParts).toBe(8);
    expect(ledger.sentBytes).toBe(80);
  });

  test("counts the bytes of a part that broke off, where the provider tells them", () => {
    expect(new PartLedger(planParts(20, 10), new Map([[1, 4]])).sentBytes).toBe(14);
  });

  test("goes back when a part breaks off, and never counts a part twice", () => {
    const ledger = new PartLedger(planParts(20, 10), missing(0, 1));
    ledger.report(0, 7);
    expect(ledger.sentBytes).toBe(7);
    ledger.drop(0);
    expect(ledger.sentBytes).toBe(0);
    ledger.report(0, 10);
    ledger.finish(0);
    ledger.finish(0);
    ledger.report(0, 10);
    expect(ledger.sentBytes).toBe(10);
  });

  test("draws a segment for each part, filled where bytes are, in whatever order they went", () => {
    const ledger = new PartLedger(planParts(40, 10), missing(0, 1, 2, 3));
    ledger.finish(2);
    ledger.report(0, 5);
    expect(ledger.segments(24)).toEqual([0.5, 0, 1, 0]);
  });

  test("lets neighbours share a segment when there are more parts than segments", () => {
    const plan = planParts(1000, 10);
    const ledger = new PartLedger(plan, missing(...Array.from({ length: 50 }, (_, part) => part + 50)));
    const drawn = ledger.segments(10);
    expect(drawn).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect(partSize(plan, 99)).toBe(10);
  });
});
