import type { UploadStore } from "../ports.ts";
import type { StoredUpload } from "../upload-model.ts";

const databaseName = "reelyard-uploads";
const storeName = "uploads";

/** Uploads in IndexedDB: it keeps blobs and file handles, which localStorage cannot. */
export function indexedDbStore(): UploadStore {
  let opening: Promise<IDBDatabase> | undefined;
  const objects = async (mode: IDBTransactionMode) => {
    opening ??= openDatabase();
    return (await opening).transaction(storeName, mode).objectStore(storeName);
  };
  return {
    all: async () => (await answer<StoredUpload[]>((await objects("readonly")).getAll())).sort(byOrder),
    put: async (upload) => {
      await answer((await objects("readwrite")).put(upload));
    },
    remove: async (uploadId) => {
      await answer((await objects("readwrite")).delete(uploadId));
    },
  };
}

const byOrder = (a: StoredUpload, b: StoredUpload) => a.order - b.order;

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: "uploadId" });
  return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
