import { ProviderError } from "../errors.ts";

const longestLine = 64 * 1024 * 1024;

/** JSON values, one a line. Empty lines keep the line alive and say nothing. Throws `ProviderError`. */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longestLine) throw brokenLine("carried a line without an end");
    for (const line of lines) if (line.trim() !== "") yield parseLine(line);
  }
  if (rest.trim() !== "") throw brokenLine("ended in the middle of a line");
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw brokenLine("carried something that is not JSON", cause);
  }
}

export const brokenLine = (what: string, cause?: unknown) =>
  new ProviderError({
    provider: "stupeflix",
    kind: "unexpected_answer",
    message: `The stream of statuses ${what}.`,
    cause,
  });
