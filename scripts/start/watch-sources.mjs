import { existsSync, watch } from "node:fs";
import path from "node:path";

const quietMs = 200;

/**
 * Calls back once after sources below `folders` changed and then stayed still for a moment. For `npm run dev`.
 * @param {{ root: string, folders: readonly string[], onChange: () => void }} options
 * @returns {() => void} stops watching
 */
export function watchSources({ root, folders, onChange }) {
  let quiet;
  const watchers = folders
    .map((folder) => path.join(root, folder))
    .filter((folder) => existsSync(folder))
    .map((folder) =>
      watch(folder, { recursive: true }, (_, file) => {
        if (file && !/\.(ts|tsx|mjs|sql)$/.test(String(file))) return;
        clearTimeout(quiet);
        quiet = setTimeout(onChange, quietMs);
      }),
    );
  return () => {
    clearTimeout(quiet);
    for (const watcher of watchers) watcher.close();
  };
}
