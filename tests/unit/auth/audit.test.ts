import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";

/** A function of ours, and what it calls of ours: `<file>#<name>` each. */
interface Found {
  readonly body: string;
  readonly calls: readonly string[];
}

const functions = new Map<string, Found>();
/** Every write that a person can ask for, and where it is made. */
const writes = new Map<string, string>();

const opening = /^(?:export )?(?:async )?(?:function\*? (\w+)|const (\w+) = )/gm;

beforeAll(async () => {
  for await (const file of glob(["app/api/**/route.ts", "lib/features/**/*.ts"])) {
    const source = await readFile(file, "utf8");
    const imports = importsOf(file, source);
    const openings = [...source.matchAll(opening)];
    for (const [index, { 1: declared, 2: assigned, index: at }] of openings.entries()) {
      const name = declared ?? assigned ?? "";
      const body = source.slice(at, openings[index + 1]?.index);
      functions.set(`${file}#${name}`, { body, calls: callsOf(file, body, imports) });
      if (
        !/^export const \w+ = (?:publicA|a)ction\(|^export const (?:POST|PUT|PATCH|DELETE) = route\(/.test(
          body,
        )
      )
        continue;
      const isRoute = file.startsWith("app/api/");
      writes.set(
        isRoute ? `${name} ${file.slice("app".length, -"/route.ts".length)}` : name,
        `${file}#${name}`,
      );
    }
  }
});

/** What a file calls things by: `commands.` and `sign` → where they are. */
function importsOf(file: string, source: string): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const [, all = "", from = ""] of source.matchAll(/^import (?!type)([^;]*?) from "([#.][^"]+)";/gm)) {
    const target = from.startsWith("#") ? from.slice(1) : path.join(path.dirname(file), from);
    const whole = /^\* as (\w+)$/.exec(all)?.[1];
    if (whole) named.set(`${whole}.`, target);
    for (const one of whole ? [] : all.replace(/[{}]/g, "").split(",")) {
      const [name = "", alias = name] = one.trim().split(" as ");
      named.set(alias, `${target}#${name}`);
    }
  }
  return named;
}

function callsOf(file: string, body: string, imports: ReadonlyMap<string, string>): string[] {
  return [...body.matchAll(/(?:\b(\w+)\.)?\b(\w+)\(/g)].flatMap(([, whole, name = ""]) => {
    if (whole === undefined) return imports.get(name) ?? `${file}#${name}`;
    const from = imports.get(`${whole}.`);
    return from === undefined ? [] : `${from}#${name}`;
  });
}

function isRecorded(place: string, seen = new Set<string>()): boolean {
  if (place === "lib/auth/audit.ts#recordAudit") return true;
  if (seen.has(place)) return false;
  seen.add(place);
  return functions.get(place)?.calls.some((call) => isRecorded(call, seen)) ?? false;
}

/** They ask, and change nothing that outlives their answer. */
const asking = [
  ...["POST /api/connections/test", "POST /api/uploads/names", "POST /api/uploads/standing"],
  ...["POST /api/stupeflix/[connectionId]/check", "tryDeletion", "checkAuthToken"],
  "POST /api/telestream/[connectionId]/factories/[factoryId]/command",
];
/** The end of an upload is recorded as one; this only tidies up after it. */
const afterwards = ["POST /api/uploads/release"];

test("every write of a person leaves an entry in the audit log", () => {
  expect(writes.size).toBeGreaterThan(80);
  const unrecorded = [...writes].filter(([, place]) => !isRecorded(place)).map(([name]) => name);
  expect(unrecorded.sort()).toEqual([...asking, ...afterwards].sort());
});

test("an entry says on which connection it was, where there is one", () => {
  /** People's own accounts, and presets, which every connection shares. */
  const ofNone = /^lib\/features\/(account\/|stupeflix\/presets\.ts)/;
  const nameless = [...functions].flatMap(([place, { body }]) =>
    body
      .split(/\brecordAudit\(/)
      .slice(1)
      .some((rest) => !ofNone.test(place) && !/\bconnectionId\b/.test(argumentsIn(rest)))
      ? place
      : [],
  );
  expect(nameless).toEqual([]);
});

/** What a call is given, of the text after its opening bracket. */
function argumentsIn(text: string): string {
  let depth = 0;
  const end = [...text].findIndex((sign) => {
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    return depth < 0;
  });
  return [...text].slice(0, end).join("");
}
