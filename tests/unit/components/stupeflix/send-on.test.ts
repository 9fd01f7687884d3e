import { expect, test } from "vitest";
import { type Line, type Standing, sendOn } from "#components/stupeflix/compose/send-on.ts";
import { maxAttemptsWithoutProgress } from "#lib/features/uploads/client/retry-delay.ts";

/** A service that answers from these lists, their last entries for ever; and what it saw. */
function lineOf(statuses: readonly number[], standings: readonly (Standing | undefined)[]) {
  const seen: string[] = [];
  let [puts, asks] = [0, 0];
  const line: Line = {
    async put(from) {
      seen.push(`put ${from}`);
      return statuses[Math.min(puts++, statuses.length - 1)] ?? 0;
    },
    async readStanding() {
      return standings[Math.min(asks++, standings.length - 1)];
    },
    async wait(attempt) {
      seen.push(`wait ${attempt}`);
    },
    onBroken: () => seen.push("broken"),
  };
  return { line, seen };
}

const part = (offset: number): Standing => ({ offset, isComplete: false });

test("a service that was away is asked what it has before anything is sent again", async () => {
  const { line, seen } = lineOf([0, 201], [undefined, undefined, part(40)]);
  await sendOn(100, line);
  expect(seen).toEqual(["put 0", ...["broken", "wait 1", "broken", "wait 2", "broken", "wait 3"], "put 40"]);
});

test("what got further has all its attempts again, and what is whole is not sent", async () => {
  const { line, seen } = lineOf([502, 0], [part(40), part(80), { offset: 100, isComplete: true }]);
  await sendOn(100, line);
  expect(seen.filter((word) => word.startsWith("wait"))).toEqual(["wait 1", "wait 1", "wait 1"]);
  expect(seen.filter((word) => word.startsWith("put"))).toEqual(["put 0", "put 40", "put 80"]);
});

test("a file that the service does not take is told so, at once or in the end", async () => {
  const tooLarge = lineOf([413], [part(0)]);
  await expect(sendOn(100, tooLarge.line)).rejects.toThrow("larger than the service takes");
  const refused = lineOf([403], [part(0)]);
  await expect(sendOn(100, refused.line)).rejects.toThrow("(403)");
  expect(refused.seen).toEqual(["put 0"]);
  const away = lineOf([0], [undefined]);
  await expect(sendOn(100, away.line)).rejects.toThrow("(no answer)");
  expect(away.seen.filter((word) => word.startsWith("wait"))).toHaveLength(maxAttemptsWithoutProgress);
});
