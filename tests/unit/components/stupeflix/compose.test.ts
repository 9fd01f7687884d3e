import { describe, expect, test } from "vitest";
import {
  setParameter,
  setStore,
  storeOf,
  toText,
  withoutSecrets,
} from "#components/stupeflix/compose/draft.ts";
import { placeFaults, readTasks } from "#components/stupeflix/compose/json-tasks.ts";
import { placeProblem } from "#components/stupeflix/compose/place-problem.ts";
import { peaksOf, toPath } from "#components/stupeflix/peaks.ts";
import { describeKinds } from "#lib/engine/protocols/stupeflix/tasks/task-kinds.ts";

const thumb = { task_name: "image.thumb", url: "https://x/a.png" };

describe("the JSON beside the form", () => {
  test.each([
    ["what the form writes", toText([thumb, thumb]), [thumb, thumb]],
    ["a list alone", JSON.stringify([thumb]), [thumb]],
    ["a single task", JSON.stringify(thumb), [thumb]],
    ["a single task as the service takes it", JSON.stringify({ tasks: thumb }), [thumb]],
    ["nothing yet", toText([]), []],
  ])("%s is read", (_what, text, tasks) => {
    expect(readTasks(text)).toEqual({ tasks });
  });

  test.each([
    ["a comma too many", '{\n  "tasks": [],\n}', 3, 1, /name in quotes/],
    ["a missing brace", '{"tasks": [\n{"task_name": "hello"}', 2, 23, /closing/],
    ["no JSON at all", "hello", 1, 1, /not JSON/],
    ["a comment", "[]\n// one", 2, 1, /comments/],
    ["a task without its name", '{"tasks": [\n  {"url": "x"}]}', 2, 3, /task_name/],
    ["a number for a task", "[\n\n 7]", 3, 2, /task is an object/],
    ["a name that is none", '[{"task_name": 7}]', 1, 2, /task_name/],
  ])("%s is told with its line and column", (_what, text, line, column, message) => {
    expect(readTasks(text).problem).toMatchObject({ line, column, message: expect.stringMatching(message) });
  });

  test("what is wrong with a parameter stands at its value, and what is missing at its task", () => {
    const text = toText([thumb, { task_name: "image.thumb", width: "x", task_store: { type: "s3_signed" } }]);
    const placed = placeFaults(text, [
      {},
      { width: ["must be an integer"], url: ["this field is required"], "task_store.url": ["is missing"] },
    ]);
    const marked = placed.map(({ from, to, message }) => [text.slice(from, to), message]);
    expect(marked).toEqual([
      ['"x"', "width: must be an integer"],
      ['"image.thumb"', "url: this field is required"],
      ['"image.thumb"', "task_store.url: is missing"],
    ]);
    expect(placed[0]?.line).toBe(9);
  });
});

describe("a task that is written", () => {
  test("keeps the order of what it has, and forgets what is left alone", () => {
    const wide = setParameter(thumb, "width", 64);
    expect(Object.keys(setParameter(wide, "url", "https://x/b.png"))).toEqual(["task_name", "url", "width"]);
    expect(setParameter(wide, "width", undefined)).toEqual(thumb);
  });

  test("names a store only when it is not the account's own", () => {
    expect(storeOf(thumb)).toEqual({ type: "persistent" });
    const volatile = setStore(thumb, { type: "volatile" });
    expect(volatile).toEqual({ ...thumb, task_store: { type: "volatile" } });
    expect(setStore(volatile, { type: "persistent" })).toEqual(thumb);
  });

  test("is remembered without what the service calls a secret", () => {
    const task = {
      task_name: "video.upload.youtube",
      url: "https://x/a.mp4",
      access_token: "t",
      task_store: { type: "youtube", developer_key: "k", title: "T" },
    };
    expect(withoutSecrets([task], describeKinds())).toEqual([
      { task_name: task.task_name, url: task.url, task_store: { type: "youtube", title: "T" } },
    ]);
  });
});

test("what the service says of a film is found in its text", () => {
  const text = "<movie>\n  <blob/>\n</movie>";
  const placed = placeProblem(text, "line 2, column 3: <blob> is no element");
  expect(placed).toEqual({ from: 10, to: 15, message: "<blob> is no element" });
  expect(placeProblem(text, "line 99, column 99: cut")).toMatchObject({ message: "cut" });
  expect(placeProblem(text, "too long")).toBeUndefined();
});

test("peaks are the loudest of each piece, and silence is flat", () => {
  expect(peaksOf(Float32Array.of(0, 0.5, -0.25, 0.1), 2)).toEqual([1, 0.5]);
  expect(peaksOf(new Float32Array(8), 4)).toEqual([0, 0, 0, 0]);
  expect(toPath([1, 0])).toBe("M0 0.040L1 1.000L1 1.000L0 1.960Z");
});
