import type { WireParameter, WireTaskKinds } from "#lib/providers/stupeflix/wire.ts";

/** The kinds of tasks as a page for people: no script, no address outside. */
export function documentationPage({ kinds, common, stores }: WireTaskKinds): Response {
  const body = [
    "<h1>Tasks</h1>",
    `<p>POST a definition with its <code>task_name</code> to <code>/v2/create</code>.</p>`,
    ...kinds.map(
      ({ name, summary, parameters, values, files }) =>
        `<section id="${toHtml(name)}"><h2>${toHtml(name)}</h2><p>${toHtml(summary)}</p>` +
        parameterTable("Parameters", parameters) +
        table(
          "Result",
          Object.entries(values).map(([value, { type, description }]) => [value, type, description]),
        ) +
        table(
          "Files",
          Object.entries(files).map(([file, { description }]) => [file, "address", description]),
        ) +
        "</section>",
    ),
    `<section id="common"><h2>Every task</h2>${parameterTable("Parameters", common)}</section>`,
    `<section id="stores"><h2>Storage: <code>task_store</code></h2>`,
    ...Object.entries(stores).map(
      ([type, { description, parameters }]) =>
        `<h3>${toHtml(type)}</h3><p>${toHtml(description)}</p>${parameterTable("Parameters", parameters)}`,
    ),
    "</section>",
  ];
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tasks</title><style>${style}</style><main>${body.join("")}</main></html>`;
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}

const style =
  "body{font:15px/1.5 system-ui,sans-serif;margin:0;color-scheme:light dark}main{max-width:60rem;margin:auto;padding:1rem}" +
  "table{border-collapse:collapse;width:100%;margin:0 0 1rem}td,th,caption{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}" +
  "caption{font-weight:600}td:first-child{font-family:ui-monospace,monospace;white-space:nowrap}";

const parameterTable = (caption: string, parameters: Readonly<Record<string, WireParameter>>) =>
  table(
    caption,
    Object.entries(parameters).map(([name, parameter]) => [
      name,
      parameter.type,
      `${parameter.description} ${limitsOf(parameter)}`.trim(),
    ]),
  );

function limitsOf({ required, default: given, choices, minimum, maximum, unit }: WireParameter): string {
  const limits = [
    required ? "required" : undefined,
    choices ? `choices: ${choices.join(", ")}` : undefined,
    minimum === undefined ? undefined : `at least ${minimum}`,
    maximum === undefined ? undefined : `at most ${maximum}`,
    unit ? `in ${unit}` : undefined,
    given === undefined ? undefined : `default: ${JSON.stringify(given)}`,
  ].filter((limit) => limit !== undefined);
  return limits.length > 0 ? `(${limits.join("; ")})` : "";
}

function table(caption: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${toHtml(cell)}</td>`).join("")}</tr>`);
  return `<table><caption>${toHtml(caption)}</caption>${cells.join("")}</table>`;
}

const toHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
