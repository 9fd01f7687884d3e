import { findNodeAtLocation, type ParseError, parse, parseTree, printParseErrorCode } from "jsonc-parser";
import { type TaskDefinition, taskDefinition, tasksAtOnce } from "#lib/features/stupeflix/schema/task.ts";

/** Where a text goes wrong; lines and columns count from 1. */
export interface TextProblem {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ReadTasks =
  | { readonly tasks: readonly TaskDefinition[]; readonly problem?: never }
  | { readonly tasks?: never; readonly problem: TextProblem };

/** Tasks as the service takes them: `{"tasks": […]}`, or what people paste: the list alone, or a single task. */
export function readTasks(text: string): ReadTasks {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first) return { problem: toProblem(text, first.offset, first.length, inWords(first)) };
  const isWrapped = isRecord(value) && "tasks" in value;
  const given: unknown = isWrapped ? value.tasks : value;
  const list: unknown[] = Array.isArray(given) ? given : [given];
  const base = isWrapped ? ["tasks"] : [];
  const pathOf = (index: number) => [...base, ...(Array.isArray(given) ? [index] : [])];
  if (list.length > tasksAtOnce) {
    return { problem: problemAt(text, base, `At most ${tasksAtOnce} tasks can be given at once.`) };
  }
  const tasks: TaskDefinition[] = [];
  for (const [index, each] of list.entries()) {
    const parsed = taskDefinition.safeParse(each);
    if (parsed.success) tasks.push(parsed.data);
    else {
      const message = isRecord(each)
        ? (parsed.error.issues[0]?.message ?? "This is no task.")
        : "A task is an object with its name, task_name.";
      return { problem: problemAt(text, pathOf(index), message) };
    }
  }
  return { tasks };
}

/** What the service says of parameters, where they stand in the text; what is missing stands at its task. */
export function placeFaults(
  text: string,
  faults: readonly Readonly<Record<string, readonly string[]>>[],
): TextProblem[] {
  const root = parseTree(text);
  if (!root) return [];
  const isWrapped = findNodeAtLocation(root, ["tasks"]) !== undefined;
  const list = isWrapped ? findNodeAtLocation(root, ["tasks"]) : root;
  return faults.flatMap((ofTask, index) => {
    const task = list?.type === "array" ? list.children?.[index] : list;
    if (!task) return [];
    return Object.entries(ofTask).map(([name, messages]) => {
      const path = name === "" ? [] : name.split(".");
      const named = findNodeAtLocation(task, path) ?? findNodeAtLocation(task, ["task_name"]) ?? task;
      const message = name === "" ? messages.join("; ") : `${name}: ${messages.join("; ")}`;
      return toProblem(text, named.offset, named.length, message);
    });
  });
}

function problemAt(text: string, path: (string | number)[], message: string): TextProblem {
  const root = parseTree(text);
  const node = root && (findNodeAtLocation(root, path) ?? root);
  return toProblem(text, node?.offset ?? 0, node?.length ?? 0, message);
}

function toProblem(text: string, offset: number, length: number, message: string): TextProblem {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    from: offset,
    to: Math.min(text.length, offset + Math.max(1, length)),
    line: before.split("\n").length,
    column: offset - lineStart + 1,
    message,
  };
}

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: "This is not JSON.",
  InvalidNumberFormat: "This is no number.",
  PropertyNameExpected: "A name in quotes is missing here.",
  ValueExpected: "A value is missing here.",
  ColonExpected: "A colon is missing here.",
  CommaExpected: "A comma is missing here.",
  CloseBraceExpected: "A closing brace } is missing.",
  CloseBracketExpected: "A closing bracket ] is missing.",
  EndOfFileExpected: "Something stands after the end.",
  InvalidCommentToken: "JSON has no comments.",
  UnexpectedEndOfString: "A closing quote is missing.",
  InvalidUnicode: "This is no Unicode escape.",
  InvalidEscapeCharacter: "There is no such escape.",
  InvalidCharacter: "This character must be escaped.",
};
const inWords = ({ error }: ParseError) => words[printParseErrorCode(error)] ?? "This is not JSON.";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
