import { at, type Fault, files } from "./fault.ts";

const supervisor = "integration/faults/supervisor.test.ts";
const start = "integration/server/start.test.ts";

/** The dashboard, its data and what is live: faults 53 to 60 of the list. */
export const dashboardFaults: readonly Fault[] = [
  {
    number: 53,
    what: "kill -9 of the dashboard × 20 in a write loop: nothing acknowledged lost; a second one is refused",
    state: "shown",
    note: "× 4 in npm test, × 20 with npm run test:faults",
    tests: [
      at(files.killBoth, "the dashboard loses no write it answered"),
      at(start, "a second dashboard on the same data is refused by the lock, and the first keeps it"),
    ],
  },
  {
    number: 55,
    what: "migration killed, many at once, older program on a newer schema",
    state: "shown",
    note: "killed at four moments; many at once on PostgreSQL only, PGlite takes one by its lock",
    tests: [
      at(
        "integration/postgres/migrations.test.ts",
        "a process killed at any moment of making the database leaves one that the next start completes",
        "several instances starting at once on an empty server migrate it once",
      ),
      at(start, "a database that a newer Reelyard migrated is left alone"),
    ],
  },
  {
    number: 59,
    what: "256 open files, 512 MB of memory, a data folder that is read-only or cannot be made, missing ffmpeg: one line, or it goes on",
    state: "shown",
    note: "a container of 512 MB: by npm run test:faults (root, cgroups)",
    tests: [
      at(
        "faults-full/memory.test.ts",
        "fault 59: in a container of 512 MB a start ends with one line that says so, and does not come back",
      ),
      at(
        "integration/faults/open-files.test.ts",
        "takes forty uploads, is flooded with 400 connections, and goes on under the same process id",
      ),
      at(
        supervisor,
        "when the data directory is read-only",
        "when the data directory cannot be made",
        "when ffmpeg is not where FFMPEG_PATH says",
      ),
    ],
  },
];
