interface LineSource {
  readonly first: readonly unknown[];
  /** Undefined at the end. */
  next(): Promise<readonly unknown[] | undefined>;
  /** Called once, at the end or when the reader goes. */
  stop(): void;
}

/** Lines of JSON, each sent as soon as there is one; the next is asked for when the reader has room. */
export function streamLines(source: LineSource): Response {
  const encoder = new TextEncoder();
  const toBytes = (values: readonly unknown[]) =>
    encoder.encode(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(toBytes(source.first));
    },
    async pull(controller) {
      try {
        const values = await source.next();
        if (values) {
          controller.enqueue(toBytes(values));
          return;
        }
        source.stop();
        controller.close();
      } catch (error) {
        source.stop();
        controller.error(error);
      }
    },
    cancel: () => source.stop(),
  });
  return new Response(body, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
