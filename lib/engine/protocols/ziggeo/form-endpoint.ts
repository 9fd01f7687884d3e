import type { IncomingMessage, ServerResponse } from "node:http";
import { type ReceivedForm, receiveForm } from "../../uploads/receive-form.ts";
import { nestArguments } from "./arguments.ts";
import { authenticate } from "./auth.ts";
import { answerEmpty, answering, answerJson, corsHeaders, urlOf } from "./node-answers.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { ZiggeoServices } from "./services.ts";
import { toWireStream, toWireVideo } from "./to-wire.ts";
import { uploadField, uploadPath } from "./url-data.ts";
import { toVideoType } from "./video-commands.ts";
import { toPlace } from "./videos.ts";

/** Room for the form around its file. */
const formBytes = 1024 * 1024;
const videos = /^\/v1\/videos\/?$/;
const streams = /^\/v1\/videos\/([^/]+)\/streams\/?$/;
const attachments = /^\/v1\/videos\/([^/]+)\/streams\/([^/]+)\/(image|video)\/?$/;

/**
 * Multipart requests that may hold a file of any size: the upload target of the three steps, and the calls that
 * older SDKs send their file with. PHP sends every POST this way, with or without a file.
 */
export class FormEndpoint {
  readonly #services: ZiggeoServices;

  constructor(services: ZiggeoServices) {
    this.#services = services;
  }

  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const url = urlOf(req);
    const isUpload = url.pathname === uploadPath || `${url.pathname}/` === uploadPath;
    if (isUpload && req.method === "OPTIONS") {
      answerEmpty(res, 204, corsHeaders);
      return true;
    }
    if (req.method !== "POST" || !/^multipart\/form-data/i.test(req.headers["content-type"] ?? ""))
      return false;
    const { log } = this.#services.engine;
    if (isUpload) {
      answering(log, req, res, () => this.#takeUpload(req, res), corsHeaders);
      return true;
    }
    if (url.searchParams.has("_method")) return false;
    const answer = this.#answerFor(url);
    if (!answer) return false;
    answering(log, req, res, async () => {
      authenticate(this.#services.engine.accounts, req.headers.authorization);
      const form = await this.#receive(req);
      try {
        answerJson(res, 200, await answer(form));
      } finally {
        await form.dispose();
      }
    });
    return true;
  }

  /** No authentication but the upload's own id, which comes before the file. */
  async #takeUpload(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { slots } = this.#services;
    const idOf = (fields: ReceivedForm["fields"]) => fields.find(([name]) => name === uploadField)?.[1] ?? "";
    const form = await this.#receive(req, async (fields) => {
      await slots.get(idOf(fields));
    });
    try {
      const slot = await slots.get(idOf(form.fields));
      if (!form.file) throw new ZiggeoProblem(400, "The request has no file.");
      await slots.store(slot, form.file);
      answerEmpty(res, 204, corsHeaders);
    } finally {
      await form.dispose();
    }
  }

  #answerFor(url: URL): ((form: ReceivedForm) => Promise<unknown>) | undefined {
    const { engine, commands, intake } = this.#services;
    const account = engine.accounts.ziggeo;
    if (videos.test(url.pathname)) {
      return async ({ fields, file }) => {
        const given = nestArguments(fields);
        const made = file
          ? await commands.createWithFile(account, given, file)
          : await commands.create(account, given);
        return toWireVideo(made.video, made.streams, toPlace(engine, url.href));
      };
    }
    const ofVideo = streams.exec(url.pathname);
    if (ofVideo) {
      return async ({ fields, file }) => {
        const { video } = await commands.getVideo(account, decode(ofVideo[1]));
        const stream = await commands.createStream(video, nestArguments(fields));
        if (!file) return toWireStream(stream);
        return toWireStream(await intake.attach(stream, "video", file, toVideoType(file.fileName)));
      };
    }
    const ofStream = attachments.exec(url.pathname);
    if (!ofStream) return undefined;
    return async ({ file }) => {
      const { stream } = await commands.getStream(account, decode(ofStream[1]), decode(ofStream[2]));
      if (!file) throw new ZiggeoProblem(400, "The request has no file.");
      const kind = ofStream[3] === "image" ? "image" : "video";
      const type = toVideoType(file.fileName) ?? stream.videoType;
      return toWireStream(await intake.attach(stream, kind, file, type));
    };
  }

  async #receive(
    req: IncomingMessage,
    admit?: (fields: ReceivedForm["fields"]) => Promise<void>,
  ): Promise<ReceivedForm> {
    const { engine, incoming } = this.#services;
    const { maxSourceBytes } = engine.config.limits;
    const announced = Number(req.headers["content-length"] ?? 0);
    if (announced > maxSourceBytes + formBytes) throw new ZiggeoProblem(400, "The file is too large.");
    const lacking = await incoming.missingRoom(announced);
    if (lacking > 0) throw new ZiggeoProblem(507, `The disk lacks ${lacking} bytes for this file.`);
    engine.library.expectSource();
    return receiveForm(req, { incoming, maxBytes: maxSourceBytes, ...(admit && { admit }) });
  }
}

/** Path arguments come unescaped from the SDKs, and escaped from others. */
export function decode(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return part ?? "";
  }
}
