import { inboxMark } from "#lib/features/stupeflix/schema/inbox-mark.ts";

type Definition = Readonly<Record<string, unknown>>;

/** Makes a task again from elsewhere. The secret is in none of these: it is read from the environment. */
export const writers = { curl: toCurl, node: toNode, python: toPython } as const;

export function toCurl(baseUrl: string, definition: Definition): string {
  return [
    `curl '${createUrl(baseUrl)}'`,
    `  --header "Authorization: Secret $STUPEFLIX_SECRET"`,
    `  --header 'Content-Type: application/json'`,
    `  --data '${toBody(definition).replaceAll("'", `'\\''`)}'`,
  ].join(" \\\n");
}

export function toNode(baseUrl: string, definition: Definition): string {
  return `const answer = await fetch(${JSON.stringify(createUrl(baseUrl))}, {
  method: "POST",
  headers: {
    Authorization: \`Secret \${process.env.STUPEFLIX_SECRET}\`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify(${toBody(definition).replaceAll("\n", "\n  ")}),
});
if (!answer.ok) throw new Error(\`The service answered \${answer.status}: \${await answer.text()}\`);
const [task] = await answer.json();
console.log(task.key, task.status);
`;
}

export function toPython(baseUrl: string, definition: Definition): string {
  return `import json
import os
import urllib.request

body = ${toPythonValue({ tasks: [withoutInbox(definition)] })}
request = urllib.request.Request(
    ${JSON.stringify(createUrl(baseUrl))},
    data=json.dumps(body).encode(),
    headers={
        "Authorization": f"Secret {os.environ['STUPEFLIX_SECRET']}",
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as answer:
    [task] = json.load(answer)
print(task["key"], task["status"])
`;
}

function createUrl(baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, "");
  return `${/\/v\d+$/.test(bare) ? bare : `${bare}/v2`}/create`;
}

const toBody = (definition: Definition) => JSON.stringify({ tasks: [withoutInbox(definition)] }, null, 2);

/** The inbox's address stays on the server: whoever copies a task has an address of their own. */
const withoutInbox = (definition: Definition): Definition =>
  Object.fromEntries(Object.entries(definition).filter(([, value]) => value !== inboxMark));

/** JSON is Python but for three words; strings are written alike. */
function toPythonValue(value: unknown, indent = ""): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const deeper = `${indent}    `;
  const members = Array.isArray(value)
    ? value.map((each) => deeper + toPythonValue(each, deeper))
    : Object.entries(value).map(
        ([name, member]) => `${deeper}${JSON.stringify(name)}: ${toPythonValue(member, deeper)}`,
      );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return members.length === 0 ? `${open}${close}` : `${open}\n${members.join(",\n")},\n${indent}${close}`;
}
