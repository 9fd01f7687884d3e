import { setFlagsFromString } from "node:v8";

/**
 * Has V8 leave WebAssembly as its baseline compiler makes it. The embedded Postgres has functions of a hundred
 * kilobytes: to optimise one of them takes a second and 600 MB, at every start, and queries are no quicker for it
 * (`docs/decisions/0022-postgres-as-the-baseline-compiler-makes-it.md`). For the whole process, so call it before
 * anything is compiled.
 */
export function keepBaselineWasm(): void {
  setFlagsFromString("--no-wasm-dynamic-tiering");
  setFlagsFromString("--no-wasm-tier-up");
}
