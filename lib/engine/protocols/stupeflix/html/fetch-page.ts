import { ask, toFetchFault } from "../tasks/fetch-input.ts";
import type { TaskContext } from "../tasks/task-context.ts";
import { parameterFault } from "../tasks/task-kind.ts";

/** A page that a person would read is a hundredth of this. */
const mostPageBytes = 16 * 1024 * 1024;

export interface FetchedPage {
  readonly html: string;
  /** After redirects: what the page's own addresses are relative to. */
  readonly url: URL;
}

/** Throws `TaskFault` naming the parameter. */
export async function fetchPage(parameter: string, url: string, context: TaskContext): Promise<FetchedPage> {
  const { engine, signal } = context;
  const answer = await ask(
    { parameter, url, engine, signal, maxBytes: mostPageBytes },
    { accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5" },
  );
  const type = answer.headers["content-type"] ?? "";
  if (answer.status !== 200) {
    answer.discard();
    throw parameterFault(parameter, `the address answered ${answer.status}`);
  }
  if (type !== "" && !/^(text\/|application\/(xhtml|xml))/i.test(type)) {
    answer.discard();
    throw parameterFault(parameter, "the address is not an HTML page");
  }
  try {
    const bytes = await answer.bytes();
    return { html: decode(bytes, type), url: answer.url };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw toFetchFault(parameter, error);
  }
}

/** The header's charset, else the page's own, else UTF-8. */
function decode(bytes: Buffer, contentType: string): string {
  const head = bytes.toString("latin1", 0, 1024);
  const label =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(head)?.[1];
  try {
    return new TextDecoder(label ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder("utf-8").decode(bytes);
  }
}
