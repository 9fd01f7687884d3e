import type { ApplicationSettings } from "../../db/schema/ziggeo-access.ts";
import type { ZiggeoApp } from "./app.ts";
import { readBody } from "./arguments.ts";
import { asciiJson } from "./ascii-json.ts";
import type { ZiggeoServices } from "./services.ts";

/** The application: shared/protocols/ziggeo.md §8. */
export function mountApplication(app: ZiggeoApp, { engine, application }: ZiggeoServices): void {
  const { applicationToken } = engine.accounts.credentials.ziggeo;
  const toWire = (settings: ApplicationSettings) =>
    asciiJson({ token: applicationToken, type: "ApiApplication", ...settings });

  app.get("/v1/application", async () => toWire(await application.read()));

  app.post("/v1/application", async (c) => toWire(await application.update(await readBody(c.req.raw))));
}
