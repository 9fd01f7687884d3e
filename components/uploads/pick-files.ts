import { handleOf } from "#lib/features/uploads/client/browser/kept-files.ts";
import type { PickedFile } from "#lib/features/uploads/client/picked-file.ts";

/** Chromium's picker, which gives handles that survive a reload; TypeScript's DOM library lacks it. */
interface PickerWindow {
  showOpenFilePicker?(options: { multiple: boolean }): Promise<FileSystemFileHandle[]>;
}

/** Asks for files; none when the person thought better of it. Call it from a click. */
export async function pickFiles(): Promise<PickedFile[]> {
  const { showOpenFilePicker } = window as PickerWindow;
  if (!showOpenFilePicker) return pickByInput();
  try {
    const handles = await showOpenFilePicker.call(window, { multiple: true });
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return [];
    // Forbidden here (a frame, a policy): the old way still works.
    if (error instanceof DOMException) return pickByInput();
    throw error;
  }
}

function pickByInput(): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.onchange = () => resolve([...(input.files ?? [])].map((file) => ({ file, handle: null })));
    input.oncancel = () => resolve([]);
    input.click();
  });
}

/** The files of a drop, folders opened. Reads the event before the first await: it is empty afterwards. */
export async function readDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const reading = items.map((item) => {
    const dropped = { file: item.getAsFile(), entry: item.webkitGetAsEntry() };
    // The handle only helps after a reload; a browser that refuses it is no reason to lose the drop.
    return readDropped(
      dropped,
      handleOf(item).catch(() => null),
    );
  });
  return (await Promise.all(reading)).flat();
}

/** One thing that was dropped: a file, or the files of a folder. */
export async function readDropped(
  { file, entry }: { readonly file: File | null; readonly entry: FileSystemEntry | null },
  handle: Promise<PickedFile["handle"]> = Promise.resolve(null),
): Promise<PickedFile[]> {
  if (entry?.isDirectory) return readFolder(entry as FileSystemDirectoryEntry);
  return file ? [{ file, handle: await handle }] : [];
}

async function readFolder(folder: FileSystemDirectoryEntry): Promise<PickedFile[]> {
  const reader = folder.createReader();
  const found: PickedFile[] = [];
  // A reader gives a hundred entries at a time, then none.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory) found.push(...(await readFolder(entry as FileSystemDirectoryEntry)));
      else found.push({ file: await fileOf(entry as FileSystemFileEntry), handle: null });
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
