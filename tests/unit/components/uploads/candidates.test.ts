import { describe, expect, test } from "vitest";
import { toFirstChoice } from "#components/uploads/remembered-choice.ts";
import { judge } from "#components/uploads/use-candidates.ts";
import type { UploadTargetOption } from "#lib/features/uploads/schema.ts";

const picked = (name: string, bytes: string) => ({ file: new File([bytes], name), handle: null });
const read = (fingerprint: string) => ({ fingerprint, facts: null, poster: null, refusal: null });
const nothingKnown = { maxSizeBytes: null, takenNames: new Set<string>(), underway: [] };

describe("chosen files are judged before a byte is sent", () => {
  test("the same file twice goes once, two files of one name only when the person says so", () => {
    const judged = judge(
      [
        { key: "1", picked: picked("a.mp4", "x"), inspection: read("one"), isInsisted: false },
        { key: "2", picked: picked("a.mp4", "x"), inspection: read("one"), isInsisted: true },
        { key: "3", picked: picked("a.mp4", "y"), inspection: read("two"), isInsisted: false },
        { key: "4", picked: picked("a.mp4", "z"), inspection: read("three"), isInsisted: true },
      ],
      nothingKnown,
    );
    expect(judged.map(({ isAccepted }) => isAccepted)).toEqual([true, false, false, true]);
    expect(judged[1]?.refusal).toBe("This file is in the list twice.");
    expect(judged[2]?.doubt).toBe("Another file in this list has the same name.");
  });

  test("a name that is taken at the provider is asked about, a file over the limit is refused", () => {
    const facts = { maxSizeBytes: 3, takenNames: new Set(["a.mp4"]), underway: [] };
    const [taken, large] = judge(
      [
        { key: "1", picked: picked("a.mp4", "x"), inspection: read("one"), isInsisted: false },
        { key: "2", picked: picked("b.mp4", "12345"), inspection: read("two"), isInsisted: true },
      ],
      facts,
    );
    expect(taken).toMatchObject({
      isAccepted: false,
      doubt: "A video from a file with this name is there already.",
    });
    expect(large?.isAccepted).toBe(false);
    expect(large?.refusal).toMatch(/^Too large: /);
  });
});

describe("what the dialog starts with", () => {
  const factory = {
    destinationId: "f",
    name: "Main",
    renditionNames: ["h264", "webm", "hls"],
    maxSizeBytes: null,
  };
  const target: UploadTargetOption = {
    connectionId: "c",
    connectionName: "Local",
    provider: "telestream",
    problem: null,
    destinations: [{ ...factory }],
  };

  test("the first time, everything that is quick to make", () => {
    expect(toFirstChoice([target], undefined)).toEqual({
      connectionId: "c",
      destinationId: "f",
      renditionNames: ["h264", "hls"],
    });
  });

  test("later, what was chosen last, as far as it still exists", () => {
    const remembered = { connectionId: "c", destinationId: "f", renditionNames: ["webm", "gone"] };
    expect(toFirstChoice([target], remembered)?.renditionNames).toEqual(["webm"]);
    expect(
      toFirstChoice([target], { ...remembered, connectionId: "gone", destinationId: "x" })?.connectionId,
    ).toBe("c");
  });

  test("the account that is looked at, if it takes uploads, whatever was chosen last", () => {
    const other = { ...target, connectionId: "looked-at" };
    const remembered = { connectionId: "c", destinationId: "f", renditionNames: ["webm"] };
    expect(toFirstChoice([target, other], remembered, "looked-at")?.connectionId).toBe("looked-at");
    expect(toFirstChoice([target, other], remembered, "gone")?.connectionId).toBe("c");
  });

  test("nothing, when no connection answers", () => {
    expect(toFirstChoice([{ ...target, problem: "down", destinations: [] }], undefined)).toBeUndefined();
  });
});
