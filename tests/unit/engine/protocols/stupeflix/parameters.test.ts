import { describe, expect, test } from "vitest";
import { parseTaskStore } from "#lib/engine/protocols/stupeflix/stores/task-stores.ts";
import { TaskFault } from "#lib/engine/protocols/stupeflix/tasks/task-kind.ts";
import { describeKinds, requireKind, taskKinds } from "#lib/engine/protocols/stupeflix/tasks/task-kinds.ts";
import { type WireParameter, wireTaskKinds } from "#lib/providers/stupeflix/wire.ts";

const address = "https://media.example/file";
const film =
  '<movie service="craftsman-1.0"><body><effect type="none"><image color="#000000"/></effect></body></movie>';

/** A value that a parameter takes. */
function good(spec: WireParameter): unknown {
  if (spec.choices) return spec.choices[0];
  if (spec.default !== undefined) return spec.default;
  if (spec.control === "color") return "#123456";
  if (spec.control === "sxml") return film;
  if (/url$/.test(spec.control)) return address;
  if (spec.type === "list") return [/url/.test(spec.control) ? address : "one"];
  if (spec.type === "boolean") return true;
  if (spec.type === "string") return "some text";
  return spec.minimum ?? 1;
}

/** Every way in which a parameter can be wrong, as its own description knows it, and what is said of it. */
function* bad(spec: WireParameter): Generator<[unknown, string]> {
  if (spec.required) for (const missing of [undefined, null, ""]) yield [missing, "this field is required"];
  const ofOtherType: Record<WireParameter["type"], [unknown[], string]> = {
    string: [[5, true, [], {}], "must be a string"],
    integer: [["5", 1.5, true, [], {}, "NaN"], "must be an integer"],
    float: [["1.5", true, [], {}], "must be a number"],
    boolean: [["true", 1, 0, []], "must be true or false"],
    list: [["text", 5, {}], "must be a list"],
  };
  const [others, words] = ofOtherType[spec.type];
  for (const other of others) yield [other, words];
  if (spec.choices) yield [spec.type === "string" ? "nonsense" : 999_983, "invalid choice"];
  if (spec.minimum !== undefined) yield [spec.minimum - 1, `must be at least ${spec.minimum}`];
  if (spec.maximum !== undefined) yield [spec.maximum + 1, `must be at most ${spec.maximum}`];
  if (spec.control === "color")
    for (const color of ["red", "#12", "#1234567", "url(x)"])
      yield [color, "must be a colour such as #FF8800"];
  const inList = (value: unknown) => (spec.type === "list" ? [value] : value);
  if (/url/.test(spec.control)) {
    for (const wrong of [
      "file:///etc/passwd",
      "concat:a|b",
      "-i x",
      "clip.mp4",
      "http://",
      "javascript:1",
      "\nhttp://x/",
    ]) {
      yield [inList(wrong), "must be an http address"];
    }
  }
  if (spec.type === "list") {
    yield [[5], "must be a string"];
    yield [
      Array.from({ length: (spec.maximumItems ?? 0) + 1 }, () => address),
      `must have at most ${spec.maximumItems} items`,
    ];
    if (spec.required) yield [[], "must not be empty"];
  }
  if (spec.maximumLength && !spec.choices && spec.control !== "color") {
    const long = /url/.test(spec.control)
      ? `${address}/${"x".repeat(spec.maximumLength)}`
      : "x".repeat(spec.maximumLength + 1);
    yield [inList(long), `must have at most ${spec.maximumLength} characters`];
  }
}

function faultsOf(check: () => void): unknown {
  try {
    check();
  } catch (error) {
    if (error instanceof TaskFault) return error.error;
    throw error;
  }
  return undefined;
}

const { common } = describeKinds();

describe.each(taskKinds.map((kind) => [kind.description.name, kind] as const))("%s", (_name, kind) => {
  const own = kind.description.parameters;
  const required = Object.fromEntries(
    Object.entries(own).flatMap(([name, spec]) => (spec.required ? [[name, good(spec)]] : [])),
  );

  test("takes what it needs alone, everything at once, and ignores what it does not know", () => {
    const everything = Object.fromEntries(
      Object.entries({ ...own, ...common }).map(([name, spec]) => [name, good(spec)]),
    );
    expect(faultsOf(() => kind.check(required))).toBeUndefined();
    expect(
      faultsOf(() => kind.check({ ...everything, nonsense: {}, task_name: kind.description.name })),
    ).toBeUndefined();
  });

  test("names each parameter that is wrong in any way that its description knows, and no other", () => {
    for (const [name, spec] of Object.entries({ ...own, ...common })) {
      for (const [value, words] of bad(spec)) {
        const error = faultsOf(() => kind.check({ ...required, [name]: value }));
        expect([name, value, error]).toEqual([
          name,
          value,
          { parameters: { [name]: expect.arrayContaining([words]) } },
        ]);
      }
    }
  });

  test("names all that is wrong at once", () => {
    const wrong = Object.fromEntries(Object.entries(own).map(([name]) => [name, Symbol("wrong")]));
    const { parameters } = faultsOf(() => kind.check(wrong)) as { parameters: object };
    expect(Object.keys(parameters).sort()).toEqual(Object.keys(own).sort());
  });

  test.each([null, [], "text", 5])("is not confused by %j in place of its parameters", (given) => {
    const expected = Object.keys(required).length > 0 ? { parameters: expect.anything() } : undefined;
    expect(faultsOf(() => kind.check(given))).toEqual(expected);
  });
});

test("what the API tells of the kinds is what their schema for clients says", () => {
  expect(wireTaskKinds.parse(describeKinds())).toEqual(describeKinds());
});

test("an unknown name is the task's own error", () => {
  expect(faultsOf(() => void requireKind("nonsense"))).toEqual({
    parameters: { task_name: ["invalid choice"] },
  });
  expect(faultsOf(() => void requireKind("constructor"))).toEqual({
    parameters: { task_name: ["invalid choice"] },
  });
  expect(faultsOf(() => void requireKind(""))).toEqual({
    parameters: { task_name: ["this field is required"] },
  });
});

describe("a task's store", () => {
  test("is persistent unless it says otherwise", () => {
    for (const given of [undefined, null, {}, { type: "persistent" }])
      expect(parseTaskStore(given).type).toBe("persistent");
  });

  test("is told what it misses", () => {
    expect(faultsOf(() => void parseTaskStore({ type: "s3_signed" }))).toEqual({
      parameters: { "task_store.url": ["this field is required"] },
    });
    expect(faultsOf(() => void parseTaskStore({ type: "youtube", title: 5 }))).toEqual({
      parameters: {
        "task_store.access_token": ["this field is required"],
        "task_store.developer_key": ["this field is required"],
        "task_store.title": ["must be a string"],
      },
    });
  });

  test.each([["text"], [[]], [5]])("of %j is refused", (given) => {
    expect(faultsOf(() => void parseTaskStore(given))).toEqual({
      parameters: { task_store: ["must be an object"] },
    });
  });

  test.each(["nonsense", "__proto__", 5])("of type %j is refused", (type) => {
    expect(faultsOf(() => void parseTaskStore({ type }))).toEqual({
      parameters: { "task_store.type": ["invalid choice"] },
    });
  });
});
