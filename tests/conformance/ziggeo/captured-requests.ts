/**
 * Requests captured from published SDKs on the wire (shared/protocols/ziggeo.md §12; npm ziggeo 0.1.26, Python 2.30,
 * PHP 0.2.0, Ruby 2.30, November 2026), and those of 1.x SDKs by their sources. Paths are completed and files put in by the tests.
 */

const urlencoded = "application/x-www-form-urlencoded";

export const python = {
  "user-agent": "Python-urllib/3.11",
  "accept-encoding": "identity",
  "content-type": urlencoded,
} as const;

export const creations = [
  { sdk: "Node", type: urlencoded, body: "tags[]=x&tags[]=y&key=k%C3%A9&max_duration=10&volatile=true" },
  {
    sdk: "Python",
    type: urlencoded,
    body: "key=k%C3%A9&tags=%5B%27x%27%2C+%27y%27%5D&volatile=True&max_duration=10",
  },
  {
    sdk: "Ruby",
    type: urlencoded,
    body: "tags%5B%5D=x&tags%5B%5D=y&key=k%C3%A9&volatile=true&max_duration=10",
  },
  {
    sdk: "Ruby, a nil and an empty text in it",
    type: urlencoded,
    body: "tags%5B%5D=x&tags%5B%5D=y&key=k%C3%A9&volatile=true&max_duration=10&min_duration=&description=",
  },
  {
    sdk: "PHP",
    ...multipart("------------------------498b3dd85164d908", [
      ["key", "ké"],
      ["tags", '["x","y"]'],
      ["volatile", "1"],
      ["max_duration", "10"],
    ]),
  },
  {
    sdk: "Ruby, where it writes a form in parts",
    ...multipart("------------------------48vbeClYQXgPajTD", [
      ["tags[]", "x"],
      ["tags[]", "y"],
      ["key", "ké"],
      ["volatile", "true"],
      ["max_duration", "10"],
    ]),
  },
];

function multipart(boundary: string, fields: readonly (readonly [string, string])[]) {
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: `${parts.join("")}--${boundary}--\r\n`,
  };
}

/** Bodies without anything in them: Node types none, Python and PHP do. */
export const emptyPosts = [
  { sdk: "Node", headers: { "content-length": "0" } },
  { sdk: "Python", headers: { "content-length": "0", "content-type": urlencoded } },
] as const;

/** The upload of each SDK: fields in order, the file last, named `file`. */
export function uploadBody(
  sdk: "Node" | "Python" | "PHP" | "Ruby",
  fields: Readonly<Record<string, string>>,
  file: { name: string; bytes: Uint8Array },
): { type: string; body: Uint8Array<ArrayBuffer> } {
  const boundary = {
    Node: "--------------------------38409b2840c02d1b237ee548",
    Python: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    PHP: "------------------------498b3dd85164d908",
    Ruby: "------------------------6mS8a3cXE97R6cYS",
  }[sdk];
  const fileHead = {
    Node: `filename="${file.name}"\r\nContent-Type: video/mp4`,
    Python: `filename="${file.name}"\r\nContent-Type: video/mp4`,
    // The client's full local path, and no type.
    PHP: `filename="/home/me/${file.name}"\r\nContent-Type: application/octet-stream`,
    Ruby: `filename="${file.name}"\r\nContent-Type: application/mp4`,
  }[sdk];
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `${parts.join("")}--${boundary}\r\nContent-Disposition: form-data; name="file"; ${fileHead}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, body: Uint8Array.from(body) };
}
