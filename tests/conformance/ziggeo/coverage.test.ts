import { expect, test } from "vitest";
import { buildZiggeoApp } from "#lib/engine/protocols/ziggeo/app.ts";
import { createServices } from "#lib/engine/protocols/ziggeo/services.ts";
import { listRoutes, listSupported } from "#tests/support/coverage.ts";
import { startTestEngine } from "#tests/support/engine.ts";
import { coverage } from "./coverage.ts";

test("the coverage list says what the router does", async () => {
  const running = await startTestEngine();
  const routes = listRoutes(buildZiggeoApp(createServices(running.engine)));
  await running.close();
  expect(routes).toEqual(listSupported(coverage));
});
