// `npm test`: everything, on a fresh clone too. Runs on the Node that launched npm and needs no package to start.
// `npm test -- unit e2e` runs only the phases named. Ends with `N passed, N failed, N skipped` over all runners.
import { main } from "./test/main.mjs";

await main(process.argv.slice(2));
