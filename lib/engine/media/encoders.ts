/** The source cannot become what was asked for; the message is for the person who asked. */
export class TranscodeError extends Error {
  override readonly name = "TranscodeError";
}

/** The encoders that this ffmpeg has. */
export type Encoders = ReadonlySet<string>;

export function requireEncoder(encoders: Encoders, name: string): string {
  if (!encoders.has(name)) throw new TranscodeError(`This server's ffmpeg has no ${name} encoder.`);
  return name;
}
