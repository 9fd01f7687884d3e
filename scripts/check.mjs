// `npm run check`: the fast loop before a commit: format, lint, types and unit tests.
import { main } from "./test/main.mjs";

await main(["format", "lint", "types", "unit"]);
