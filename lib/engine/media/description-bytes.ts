/** A decoder configuration's description as bytes, which share its memory. */
export const descriptionBytes = (description: AllowSharedBufferSource): Buffer =>
  ArrayBuffer.isView(description)
    ? Buffer.from(description.buffer, description.byteOffset, description.byteLength)
    : Buffer.from(description);
