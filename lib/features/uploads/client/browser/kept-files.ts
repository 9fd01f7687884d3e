import type { KeptFiles } from "../ports.ts";

/** Chromium's handles: TypeScript's DOM library lacks the permission calls. */
interface PermittedHandle {
  queryPermission?(options: { mode: "read" }): Promise<PermissionState>;
  requestPermission?(options: { mode: "read" }): Promise<PermissionState>;
}

export const keptFiles: KeptFiles = {
  async reopen(handle: FileSystemFileHandle & PermittedHandle, ask) {
    const mode = { mode: "read" } as const;
    let state = (await handle.queryPermission?.(mode)) ?? "granted";
    if (state === "prompt" && ask) state = (await handle.requestPermission?.(mode)) ?? "granted";
    if (state === "denied") return "file-needed";
    if (state === "prompt") return "permission-needed";
    try {
      return await handle.getFile();
    } catch (error) {
      // Moved or removed since: only a person can find it again.
      if (error instanceof DOMException) return "file-needed";
      throw error;
    }
  },
};

/** The dropped file's handle, where the browser gives one. Ask during the drop event: later it is gone. */
export async function handleOf(item: DataTransferItem): Promise<FileSystemFileHandle | null> {
  const { getAsFileSystemHandle } = item as { getAsFileSystemHandle?: () => Promise<unknown> };
  if (!getAsFileSystemHandle) return null;
  const handle = await getAsFileSystemHandle.call(item);
  return handle instanceof FileSystemFileHandle ? handle : null;
}
