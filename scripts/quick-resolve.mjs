// To learn that a file is a module, Node reads the manifest of its package, whole and anew for each file. drizzle-orm
// has 440 files and 130 kB of manifest: most of what loading the engine took. Its files tell what they are by their names.
import { registerHooks } from "node:module";

const inDrizzle = "/node_modules/drizzle-orm/";
/** Where our own sources find an entry point of drizzle-orm; there is one installation for all of them. */
const entries = new Map();

registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL = "" } = context;
    if (specifier.startsWith(".") && specifier.endsWith(".js") && parentURL.includes(inDrizzle)) {
      return { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true };
    }
    if (!specifier.startsWith("drizzle-orm") || parentURL.includes("/node_modules/")) {
      return nextResolve(specifier, context);
    }
    if (!entries.has(specifier)) entries.set(specifier, nextResolve(specifier, context));
    return { ...entries.get(specifier), shortCircuit: true };
  },
});
