import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { ReadTurns } from "#lib/engine/uploads/read-turns.ts";

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** Readers of the same turns, and who was told to go on, in that order. */
function readers(count: number) {
  const turns = new ReadTurns();
  const gone: number[] = [];
  const places = Array.from({ length: count }, (_, reader) => turns.join(() => gone.push(reader)));
  const place = (reader: number) => {
    const found = places[reader];
    if (!found) throw new Error(`There is no reader ${reader}.`);
    return found;
  };
  return {
    gone,
    took: (reader: number, bytes: number) => place(reader).took(bytes),
    leave: (reader: number) => place(reader).leave(),
  };
}

describe("a turn of the event loop", () => {
  test("with room for all keeps nobody waiting", async () => {
    const { took, gone } = readers(500);
    for (let turn = 0; turn < 3; turn++) {
      for (let reader = 0; reader < 500; reader++) expect(took(reader, kibibyte)).toBe(false);
      await nextTurn();
    }
    expect(gone).toEqual([]);
  });

  test("that has read its worth keeps all who bring more waiting, a few of whom go on in the next", async () => {
    const { took, gone } = readers(10);
    expect(took(0, mebibyte)).toBe(true);
    for (let reader = 1; reader < 10; reader++) expect(took(reader, 64 * kibibyte)).toBe(true);
    await nextTurn();
    expect(gone).toEqual([0, 1, 2, 3]);
    await nextTurn();
    expect(gone).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await nextTurn();
    expect(gone).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("has no place for one that has ended", async () => {
    const { took, leave, gone } = readers(3);
    for (let reader = 0; reader < 3; reader++) took(reader, mebibyte);
    leave(1);
    await nextTurn();
    expect(gone).toEqual([0, 2]);
  });
});

describe("of two hundred who send as fast as is read", () => {
  /** Each brings a piece whenever it may, until it has brought all it has. Answers who was done, in that order. */
  async function sendAll(sizes: readonly number[], piece: number): Promise<{ done: number[]; most: number }> {
    const turns = new ReadTurns();
    const left = [...sizes];
    const done: number[] = [];
    let inTurn = 0;
    let most = 0;
    const read = (reader: number, place: ReturnType<ReadTurns["join"]>) => {
      for (;;) {
        const bytes = Math.min(piece, left[reader] ?? 0);
        left[reader] = (left[reader] ?? 0) - bytes;
        inTurn += bytes;
        const mustWait = place.took(bytes);
        if ((left[reader] ?? 0) === 0) {
          place.leave();
          done.push(reader);
          return;
        }
        if (mustWait) return;
      }
    };
    for (const reader of sizes.keys()) {
      const place = turns.join(() => read(reader, place));
      read(reader, place);
    }
    // All begin at once: what is bounded is every turn after that one.
    await nextTurn();
    while (done.length < sizes.length) {
      inTurn = 0;
      await nextTurn();
      most = Math.max(most, inTurn);
    }
    return { done, most };
  }

  test("no turn reads much more than its worth, and all are done in the end", async () => {
    const { done, most } = await sendAll(Array(200).fill(5_000_000), 64 * kibibyte);
    expect(done).toHaveLength(200);
    expect(most).toBeLessThan(2 * mebibyte);
  });

  test("those who have begun are done before the others begin", async () => {
    const { done } = await sendAll(Array(200).fill(5_000_000), 64 * kibibyte);
    expect(Math.max(...done.slice(0, 20))).toBeLessThan(40);
  });

  test("one with little is not kept behind those with much", async () => {
    const { done } = await sendAll([...Array(20).fill(100 * mebibyte), mebibyte], 64 * kibibyte);
    expect(done[0]).toBe(20);
  });
});
