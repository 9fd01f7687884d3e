import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { acquireDataLock } from "#lib/data-lock.ts";
import { createJobLoop } from "#lib/job-loop/job-loop.ts";
import { createLog, type Log } from "#lib/log.ts";
import { openPostgres } from "#lib/postgres/open-postgres.ts";
import { type EngineCredentials, openAccounts } from "./accounts.ts";
import type { EngineConfig } from "./config.ts";
import { createDeliveries, deliveryLane } from "./deliveries/deliveries.ts";
import type { Clock, Engine, ProtocolMount } from "./engine.ts";
import { openEvents } from "./events.ts";
import { mountHealth } from "./health.ts";
import { encodeAsset } from "./jobs/encode-asset.ts";
import { FirstLooks } from "./jobs/first-looks.ts";
import { importUrl } from "./jobs/import-url.ts";
import { makeAssetPictures } from "./jobs/make-asset-pictures.ts";
import { recoverLostWork } from "./jobs/recover.ts";
import { SpareFfmpeg } from "./jobs/spare-ffmpeg.ts";
import { createLibrary } from "./library/library.ts";
import type { LibraryContext, LibraryJobs } from "./library/library-context.ts";
import { RunningTasks } from "./library/running-tasks.ts";
import { Spawner } from "./media/children/spawner.ts";
import { createMediaTools } from "./media/media-tools.ts";
import { createPreviewServer } from "./media/preview-server.ts";
import { createSampleMaker } from "./media/samples.ts";
import { endStrayChildren } from "./media/stray-children.ts";
import { findToolchain, type Toolchain } from "./media/toolchain.ts";
import { mountApivideo } from "./protocols/apivideo/index.ts";
import { mountStupeflix } from "./protocols/stupeflix/index.ts";
import { mountTelestream } from "./protocols/telestream/index.ts";
import { mountZiggeo } from "./protocols/ziggeo/index.ts";
import { type OpenedPort, openPort, toListener } from "./server.ts";
import { openStorage } from "./storage.ts";

const portNames = ["admin", "ziggeo", "telestream", "stupeflix", "apivideo"] as const;
type PortName = (typeof portNames)[number];

export interface StartedEngine {
  readonly ports: Readonly<Record<PortName, number>>;
  readonly credentials: EngineCredentials;
  /** What the protocols are given: tests reach the library and the events through it. */
  readonly engine: Engine;
  /** Ports first, then running work back into the queue, then the database and the lock. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly log?: Log;
  readonly clock?: Clock;
  /** Another way to the ffmpeg of this machine, for who starts many engines. */
  readonly findToolchain?: typeof findToolchain;
  /** Called once the accounts and their addresses are written, long before they answer. */
  readonly onAccounts?: () => void;
}

const jobsSchema = "jobs";
const migrationsFolder = fileURLToPath(new URL("./db/migrations", import.meta.url));
/** How long answers that are under way may take to finish at a stop. */
const closeGraceMs = 3_000;

/** Undone in the opposite order, by `close` and by a start that fails half way. */
class Closers {
  readonly #closers: (() => Promise<unknown>)[] = [];

  add(close: () => Promise<unknown>): void {
    this.#closers.push(close);
  }

  async run(log: Log): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) {
      await close().catch((error) => log.error({ err: error }, "a part of the engine did not close"));
    }
  }
}

/**
 * Starts the engine in this process: lock, ports, database, ffmpeg, protocols, queues. Throws `DataLockedError`,
 * `ListenError`, `ToolchainError` or `CredentialsError` with one line for a person, everything opened closed again.
 */
export async function startEngine(config: EngineConfig, options: StartOptions = {}): Promise<StartedEngine> {
  const log = options.log ?? createLog("engine");
  const closers = new Closers();
  try {
    const defaults = { clock: { now: () => new Date() }, onAccounts: () => {}, findToolchain };
    return await start(config, { ...defaults, ...options, log }, closers);
  } catch (error) {
    await closers.run(log);
    throw error;
  }
}

async function start(
  config: EngineConfig,
  { log, clock, onAccounts, findToolchain }: Required<StartOptions>,
  closers: Closers,
): Promise<StartedEngine> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const lock = await acquireDataLock(config.dataDir);
  closers.add(() => lock.release());

  const opened = {} as Record<PortName, OpenedPort>;
  for (const [index, name] of portNames.entries()) {
    const port = await openPort(name, config.host, config.port === 0 ? 0 : config.port + index);
    closers.add(() => port.close(closeGraceMs));
    opened[name] = port;
  }
  const ports = mapPorts((name) => opened[name].port);
  const accounts = await openAccounts(config.dataDir, config.host, ports);
  onAccounts();

  // Beside each other, since both take a while; if either fails the other is still waited for and closed.
  const toolchainSearch = findToolchain(config);
  toolchainSearch.catch(() => {});
  // Now, while there is least of this process to be copied.
  const spawner = new Spawner(log);
  closers.add(() => spawner.close());
  const spawnerReady = spawner.prepare();
  const db = await openPostgres({
    url: config.databaseUrl,
    directory: path.join(config.dataDir, "db"),
    migrationsFolder,
  });
  closers.add(() => db.close());
  await spawnerReady;
  const toolchain: Toolchain = {
    ...(await toolchainSearch),
    startChild: (request) => spawner.start(request),
  };
  await endStrayChildren(path.join(config.dataDir, "work"));
  const storage = await openStorage(config.dataDir);
  const events = await openEvents(db, (error) =>
    log.warn({ err: error }, "a change could not be told to the others"),
  );
  const { limits } = config;
  const jobs = createJobLoop({
    postgres: db,
    schema: jobsSchema,
    // Light tasks have places of their own: a poster waits for no encode, no download and no sample being made.
    // Tasks of the Tasks API wait for their sources in their lanes; decoding has places of its own behind them.
    lanes: {
      encode: limits.encodeParallelism,
      light: limits.lightParallelism,
      import: 3,
      sample: 1,
      [deliveryLane]: 16,
      "task-instant": 4,
      "task-light": 64,
      "task-heavy": 8,
    },
    log,
    workerId: accounts.credentials.telestream.factoryId,
  });

  const spareFfmpeg = new SpareFfmpeg(toolchain, storage);
  closers.add(() => spareFfmpeg.drop());
  const media = createMediaTools(toolchain, storage);
  const firstLooks = new FirstLooks({
    probe: (file) => media.probeFile(file, AbortSignal.timeout(60_000)),
    spare: spareFfmpeg,
  });
  closers.add(() => firstLooks.close());
  const context: LibraryContext = {
    db: db.db,
    storage,
    events,
    clock,
    log,
    limits,
    allowPrivateUrls: [...config.allowPrivateUrls, ...ownAddresses(config.host, ports)],
    media,
    spareFfmpeg,
    firstLooks,
    encodes: new RunningTasks(),
    imports: new RunningTasks(),
    send: async (queue, data) => {
      await jobs.send(queue, data, { singletonKey: data.assetId });
    },
    runOwed: (queue, data) => jobs.runOwed(queue, data, { singletonKey: data.assetId }),
  };
  // A job that the engine keeps failing at must end some day; a media failure is no failure of the job.
  jobs.define<LibraryJobs["encode"]>("encode", {
    lane: "encode",
    retryLimit: 20,
    handler: (data, job) => encodeAsset(context, data, job),
  });
  jobs.define<LibraryJobs["pictures"]>("pictures", {
    lane: "light",
    handler: (data, job) => makeAssetPictures(context, data, job),
  });
  jobs.define<LibraryJobs["import-url"]>("import-url", {
    lane: "import",
    retryLimit: 20,
    handler: (data, job) => importUrl(context, data, job),
  });

  const deliveries = createDeliveries({
    db: db.db,
    jobs,
    clock,
    log,
    allowPrivateUrls: config.allowPrivateUrls,
    dashboardUrls: config.dashboardUrls ?? [],
  });
  const engine: Engine = {
    config,
    accounts,
    storage,
    library: createLibrary(context),
    jobs,
    events,
    deliveries,
    media: context.media,
    previews: createPreviewServer(storage),
    samples: createSampleMaker(toolchain, storage),
    clock,
    db,
    log,
  };
  const mounts: Record<PortName, ProtocolMount> = {
    admin: mountHealth({ engine, toolchain, ports, startedAt: clock.now() }),
    ziggeo: mountZiggeo(engine),
    telestream: mountTelestream(engine),
    stupeflix: mountStupeflix(engine),
    apivideo: mountApivideo(engine),
  };
  for (const name of portNames) closers.add(async () => mounts[name].close?.());
  await jobs.start();
  closers.add(() => jobs.stop());
  await recoverLostWork(context, (sql) => db.query(sql), jobsSchema);
  deliveries.start();
  closers.add(() => deliveries.close());
  for (const name of portNames) await mounts[name].start?.();
  for (const name of portNames) opened[name].use(toListener(mounts[name], name, log));
  // Ports close before the work behind them: a request that is under way still finds everything.
  closers.add(() => Promise.all(portNames.map((name) => opened[name].close(closeGraceMs))));
  // Change feeds never end by themselves: before the ports, which wait for what is under way.
  closers.add(() => events.close());

  return { ports, credentials: accounts.credentials, engine, close: () => closers.run(log) };
}

function mapPorts(portOf: (name: PortName) => number): Record<PortName, number> {
  return {
    admin: portOf("admin"),
    ziggeo: portOf("ziggeo"),
    telestream: portOf("telestream"),
    stupeflix: portOf("stupeflix"),
    apivideo: portOf("apivideo"),
  };
}

/** The engine may fetch its own media, which is on an address that URL inputs otherwise never reach. */
function ownAddresses(host: string, ports: Readonly<Record<PortName, number>>): string[] {
  const hosts = new Set(["127.0.0.1", "localhost", ...(host === "0.0.0.0" || host === "::" ? [] : [host])]);
  return portNames
    .filter((name) => name !== "admin")
    .flatMap((name) => [...hosts].map((own) => `${own}:${ports[name]}`));
}
