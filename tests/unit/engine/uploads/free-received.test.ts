import { expect, test } from "vitest";
import { freeReceived } from "#lib/engine/uploads/free-received.ts";

const whole = (bytes: number) => Buffer.from(new ArrayBuffer(bytes));

test("gives a piece's memory back at once", () => {
  const memories = [64 * 1024, 1].map((bytes) => new ArrayBuffer(bytes));
  freeReceived(memories.map((memory) => Buffer.from(memory)));
  expect(memories.map((memory) => memory.detached)).toEqual([true, true]);
});

test("leaves alone what shares its memory, and what is empty", () => {
  const shared = whole(100).fill("a");
  const tail = shared.subarray(60);
  freeReceived([shared.subarray(0, 60), tail, Buffer.from("of the pool"), Buffer.alloc(0)]);
  expect(shared.toString()).toBe("a".repeat(100));
  expect(tail).toHaveLength(40);
});
