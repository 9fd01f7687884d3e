import type { ServerResponse } from "node:http";

/** A small JSON answer of our own server. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  response.end(text);
}

/** The error envelope routes use, too. `close` ends the connection: the rest of the request is not wanted. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  options: { close?: boolean } = {},
): void {
  if (options.close) response.setHeader("connection", "close");
  sendJson(response, status, { error: { code, message, fields: {} } });
}
