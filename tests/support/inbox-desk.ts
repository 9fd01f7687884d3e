import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { z } from "zod";
import { ensureInboxPath } from "#lib/accounts/inbox-addresses.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { getEvent } from "#lib/features/inbox/queries.ts";
import type { EventDetail } from "#lib/features/inbox/schema.ts";
import { startInbox } from "#lib/features/inbox/start-inbox.ts";
import { listAssets } from "#lib/features/library/queries.ts";
import { assetPageRequest } from "#lib/features/library/schema.ts";
import { clip } from "./clips.ts";
import { openTestDashboard, type SignedIn, signInAs } from "./dashboard-people.ts";
import { startTestServer, type TestServer } from "./dashboard-server.ts";
import { startTestEngine, type TestEngine } from "./engine.ts";
import { TelestreamCaller } from "./telestream-caller.ts";
import { until } from "./until.ts";

/** A dashboard with its inbox and an engine whose four accounts it knows, for all the tests of a file. */
export class InboxDesk {
  /** Of the connections. */
  readonly ids: Record<ProviderId, string> = { telestream: "", apivideo: "", ziggeo: "", stupeflix: "" };
  #dashboard: Awaited<ReturnType<typeof openTestDashboard>> | undefined;
  #engine: TestEngine | undefined;
  #server: TestServer | undefined;
  #owner: SignedIn | undefined;
  #viewer: SignedIn | undefined;

  /** Called once by a file: what is opened before its tests is closed after them. */
  constructor() {
    let stopInbox = async () => {};
    beforeAll(async () => {
      this.#engine = await startTestEngine();
      this.#dashboard = await openTestDashboard();
      const file = path.join(this.dashboard.directory, "credentials.json");
      await writeFile(file, JSON.stringify(this.engine.credentials));
      await ensureLocalConnections(file);
      this.#owner = await signInAs("owner");
      this.#viewer = await signInAs("viewer");
      for (const { provider, connectionId } of await listConnections(this.owner.viewer)) {
        this.ids[provider] = connectionId;
      }
      this.#server = await startTestServer();
      stopInbox = await startInbox();
    }, 120_000);
    afterAll(async () => {
      await stopInbox();
      await this.#server?.close();
      await this.#dashboard?.close();
      await this.#engine?.close();
    });
  }

  get dashboard() {
    return opened(this.#dashboard);
  }
  get engine() {
    return opened(this.#engine);
  }
  get server() {
    return opened(this.#server);
  }
  get owner() {
    return opened(this.#owner);
  }
  get viewer() {
    return opened(this.#viewer);
  }

  async send(
    provider: ProviderId,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = { "content-type": "application/x-www-form-urlencoded" },
  ): Promise<{ status: number; eventId: string }> {
    const address = `${this.server.origin}${await ensureInboxPath(this.ids[provider])}`;
    const answer = await fetch(address, { method: "POST", headers, body });
    const given: unknown = await answer.json();
    const eventId = typeof given === "object" && given !== null ? String(Reflect.get(given, "eventId")) : "";
    return { status: answer.status, eventId };
  }

  ended(eventId: string): Promise<EventDetail> {
    return until(
      "the event to be processed",
      async () => {
        const event = await getEvent(this.owner.viewer, eventId);
        return event.state === "waiting" ? undefined : event;
      },
      { everyMs: 5 },
    );
  }

  async sendAndEnd(provider: ProviderId, body: string, headers?: Record<string, string>) {
    const { status, eventId } = await this.send(provider, body, headers);
    expect(status).toBe(200);
    return this.ended(eventId);
  }

  async indexed() {
    return (await listAssets(this.owner.viewer, assetPageRequest.parse({}))).items;
  }

  /** A video at the provider, which the index does not know of yet: no sync runs here. */
  async makeVideo(name: string): Promise<string> {
    const caller = new TelestreamCaller(this.engine.credentials.telestream);
    const bytes = await readFile(await clip("plain"));
    const { location } = await caller.openUpload(name, bytes.length, "none");
    const answer = await fetch(location, {
      method: "PUT",
      headers: { "x-part": "0" },
      body: Uint8Array.from(bytes),
    });
    const { id } = z.object({ id: z.string() }).parse(await answer.json());
    const { library, accounts } = this.engine.engine;
    await until(
      "the import",
      async () => (await library.findAsset(accounts.telestream, id))?.status === "success",
    );
    return id;
  }
}

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("The inbox is opened before the first test, and not sooner.");
  return part;
}
