import { afterAll, beforeAll, expect, test } from "vitest";
import { sxmlTemplates } from "#components/stupeflix/compose/sxml-templates.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";

let engine: TaskEngine;
beforeAll(async () => {
  engine = await startTaskEngine();
}, 120_000);
afterAll(() => engine.close());

test("every film to begin with renders as it stands", async () => {
  // A frame of each, drawn from the whole scene: the films themselves would take a minute.
  const tasks = sxmlTemplates.map(({ definition }) => ({
    ...{ task_name: "video.create", profile: "240p", export: false, thumbnail_time: 1.5, definition },
  }));
  const made = await engine.run(tasks);
  for (const [index, { status, error, result }] of made.entries()) {
    const { name } = sxmlTemplates[index] ?? {};
    expect({ name, status, error }).toEqual({ name, status: "success", error: undefined });
    expect(result).toMatchObject({ thumbnail: expect.stringMatching(/thumbnail\.jpg$/) });
  }
}, 120_000);
