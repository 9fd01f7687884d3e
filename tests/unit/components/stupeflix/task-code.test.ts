import { describe, expect, test } from "vitest";
import { toCurl, toNode, toPython, writers } from "#components/stupeflix/task-code.ts";
import { inboxMark } from "#lib/features/stupeflix/schema/inbox-mark.ts";

const definition = {
  task_name: "image.thumb",
  url: 'https://media.example/it\'s "a" picture.png',
  crop: true,
  width: 64,
  tags: ["one", null],
  url_callback: inboxMark,
};

test("a curl names the secret and does not have it, and a quote in a text stays in it", () => {
  const curl = toCurl("http://localhost:1/", { task_name: "hello", name: "it's" });
  expect(curl).toContain("'http://localhost:1/v2/create'");
  expect(curl).toContain("Secret $STUPEFLIX_SECRET");
  expect(curl).toContain(`it'\\''s`);
});

describe.each(Object.entries(writers))("%s", (_name, write) => {
  test("takes the secret from the environment, keeps the version once, and leaves the inbox's address out", () => {
    const code = write("https://dragon.stupeflix.com/v2", definition);
    expect(code).toContain("https://dragon.stupeflix.com/v2/create");
    expect(code).toContain("STUPEFLIX_SECRET");
    expect(code).not.toContain(inboxMark);
  });
});

test("the Node code sends the task as it is", async () => {
  const code = toNode("http://localhost:1", definition);
  const run = new Function("fetch", "process", "console", `return (async () => {${code}})()`);
  const calls: [string, { headers: Record<string, string>; body: string }][] = [];
  const fetch = async (...call: (typeof calls)[number]) => {
    calls.push(call);
    return { ok: true, json: async () => [{ key: "K", status: "queued" }] };
  };
  await run(fetch, { env: { STUPEFLIX_SECRET: "s3" } }, { log() {} });
  const { url_callback: _inbox, ...sent } = definition;
  expect(calls[0]?.[0]).toBe("http://localhost:1/v2/create");
  expect(calls[0]?.[1].headers.Authorization).toBe("Secret s3");
  expect(JSON.parse(calls[0]?.[1].body ?? "")).toEqual({ tasks: [sent] });
});

test("the Python code has the task as Python writes it", () => {
  const code = toPython("http://localhost:1", definition);
  const body = `body = {
    "tasks": [
        {
            "task_name": "image.thumb",
            "url": "https://media.example/it's \\"a\\" picture.png",
            "crop": True,
            "width": 64,
            "tags": [
                "one",
                None,
            ],
        },
    ],
}
`;
  expect(code).toContain(body);
});
