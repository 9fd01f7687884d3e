/** A line for a shell that makes a signed call: in the query what reads, in a form what changes. */
export function toCurl(
  method: string,
  url: string,
  parameters: readonly { readonly name: string; readonly value: string }[],
): string {
  const isRead = method === "GET" || method === "DELETE";
  return [
    `curl ${isRead ? "--get " : ""}${method === "GET" || method === "POST" ? "" : `--request ${method} `}${quote(url)}`,
    ...parameters.map(({ name, value }) => `  --data-urlencode ${quote(`${name}=${value}`)}`),
  ].join(" \\\n");
}

/** In single quotes a shell reads nothing into a text. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
