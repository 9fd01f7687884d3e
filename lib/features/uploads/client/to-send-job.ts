import type { UploadPorts } from "./ports.ts";
import type { SessionLine } from "./provider-session.ts";
import type { SendJob } from "./send-file.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { UploadRegister } from "./upload-register.ts";

/** What an upload's session is spoken through. */
export function toSessionLine(
  { stored: { uploadId } }: UploadEntry,
  { transport, backend }: UploadPorts,
): SessionLine {
  return { transport, backend, uploadId };
}

/** How a file's sending is signed for, kept and shown. */
export function toSendJob(
  entry: UploadEntry,
  file: File,
  ports: UploadPorts,
  register: UploadRegister,
): SendJob {
  const { uploadId, order, session, facts, destination } = entry.stored;
  const { connectionId, destinationId, renditionNames } = destination;
  const place = { connectionId, destinationId, renditionNames };
  return {
    file,
    line: toSessionLine(entry, ports),
    order,
    session,
    sign: (signal) =>
      ports.backend.sign({ ...place, uploadId, fileName: file.name, sizeBytes: file.size, facts }, signal),
    keepSession: (opened) =>
      register.save(entry, {
        session: opened,
        partCount: opened.partCount,
        sentBytes: 0,
      }),
    onLedger: (ledger) => {
      entry.ledger = ledger;
      entry.speedometer.reset();
      register.noteNumbers(entry);
    },
    onSent: () => register.noteNumbers(entry),
    onTrouble: (words) => {
      if (entry.trouble === words) return;
      entry.trouble = words;
      register.show(entry, {});
    },
  };
}
