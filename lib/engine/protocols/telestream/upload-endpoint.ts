import type { IncomingMessage, ServerResponse } from "node:http";
import type { PartOutcome, Upload } from "../../uploads/upload.ts";
import type { UploadSession } from "../../uploads/upload-sessions.ts";
import { Addresses } from "./addresses.ts";
import { answerEmpty, answering, answerJson, originOf, refuse } from "./answers.ts";
import { receiveForm } from "./form-receiver.ts";
import { type ContentRange, readContentRange, readCrc32, readIndex } from "./part-headers.ts";
import { badRequest, insufficientStorage, recordNotFound, TelestreamProblem } from "./problems.ts";
import type { TelestreamServices } from "./services.ts";
import { toWireVideo } from "./to-wire.ts";
import { uploadDetails } from "./video-details.ts";

export const uploadPath = "/upload/session";

/** Requests to an upload session's `location` (`telestream.md` §6.3, §6.4), on bare streams. Never signed. */
export class UploadEndpoint {
  readonly #services: TelestreamServices;

  constructor(services: TelestreamServices) {
    this.#services = services;
  }

  /** True when the request is for this endpoint; it is then answered here. */
  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const url = new URL(req.url ?? "/", "http://engine");
    if (url.pathname !== uploadPath) return false;
    if (req.method === "OPTIONS") answerEmpty(res, 204);
    else {
      const sessionId = url.searchParams.get("id") ?? "";
      answering(this.#services.engine.log, req, res, () => this.#answer(req, res, sessionId));
    }
    return true;
  }

  async #answer(req: IncomingMessage, res: ServerResponse, sessionId: string): Promise<void> {
    const { sessions } = this.#services;
    const session = await sessions.find(sessionId);
    if (!session) throw recordNotFound("Upload session", sessionId);
    if (req.headers["x-extra-file-tag"]) throw badRequest("This session has no extra files");
    switch (req.method) {
      case "GET":
        return this.#tellState(req, res, session);
      case "DELETE":
        // A completed upload is a video by now, and is deleted as one.
        if (session.state === "open") await sessions.abort(session.sessionId);
        return answerEmpty(res, 200);
      case "PUT":
      case "POST":
        return this.#take(req, res, session);
      default:
        throw new TelestreamProblem(405, "BadRequest", `${req.method} is not known here`);
    }
  }

  async #tellState(req: IncomingMessage, res: ServerResponse, session: UploadSession): Promise<void> {
    // Python 1.1.2 takes any JSON here for missing parts: a finished v3.0 session says nothing.
    if (session.state !== "open") return answerEmpty(res, 200);
    return this.#services.sessions.withUpload(session, (upload) =>
      this.#tellOpenState(req, res, session, upload),
    );
  }

  async #tellOpenState(req: IncomingMessage, res: ServerResponse, session: UploadSession, upload: Upload) {
    if (upload.isWhole) {
      // The process died between the last byte and its answer.
      await this.#services.intake.complete(session);
      return answerEmpty(res, 200);
    }
    const missing = upload.missingParts;
    const received = missing
      .map((part) => [part, upload.received(part)] as const)
      .filter(([, bytes]) => bytes > 0);
    answerJson(
      res,
      200,
      { missing_parts: missing, reelyard: { received: Object.fromEntries(received) } },
      this.#where(req, session),
    );
  }

  async #take(req: IncomingMessage, res: ServerResponse, session: UploadSession): Promise<void> {
    // A part whose answer was lost comes again: it is told what the lost answer said.
    if (session.state !== "open") return this.#tellVideoInstead(req, res, session);
    this.#services.engine.library.expectSource();
    await this.#services.sessions.touch(session);
    const { isMultiChunk } = uploadDetails.parse(session.details);
    return this.#services.sessions.withUpload(session, (upload) => {
      // The same while the file is whole and not yet marked so: nothing that comes now may touch it.
      if (upload.isWhole) return this.#tellVideoInstead(req, res, session);
      return isMultiChunk
        ? this.#takePart(req, res, session, upload)
        : this.#takeRange(req, res, session, upload);
    });
  }

  async #tellVideoInstead(req: IncomingMessage, res: ServerResponse, session: UploadSession): Promise<void> {
    req.resume();
    return this.#tellVideo(req, res, session);
  }

  async #takePart(req: IncomingMessage, res: ServerResponse, session: UploadSession, upload: Upload) {
    const part = readIndex(req.headers["x-part"], "X-Part");
    if (part === undefined) throw badRequest("X-Part must name a part");
    const offset = readIndex(req.headers["x-part-offset"], "X-Part-Offset") ?? 0;
    const checksum = offset === 0 ? readCrc32(req.headers["x-part-crc32"]) : undefined;
    this.#refuseOversize(req, upload, part, offset);
    const outcome = await this.#receive(req, upload, session, { part, offset, checksum });
    if (outcome.kind === "partial") {
      throw badRequest(`Part ${part} ended after ${outcome.received} bytes and is not whole`);
    }
    if (outcome.kind !== "whole") return this.#refuseOutcome(req, res, outcome, part);
    if (upload.isWhole) return this.#tellVideo(req, res, session);
    req.resume();
    answerEmpty(res, 200);
  }

  /** The length is known before a byte is read, unless the sender chunks. */
  #refuseOversize(req: IncomingMessage, upload: Upload, part: number, offset: number): void {
    if (part >= upload.layout.partCount) {
      throw badRequest(`There is no part ${part}: this upload has ${upload.layout.partCount}`);
    }
    const start = part * upload.layout.partSize;
    const room = Math.min(upload.layout.partSize, upload.layout.sizeBytes - start) - offset;
    const length = Number(req.headers["content-length"] ?? 0);
    if (room < 0 || length > room) {
      throw badRequest(
        `Part ${part} has room for ${Math.max(0, room)} bytes from ${offset}, not for ${length}`,
      );
    }
  }

  async #takeRange(req: IncomingMessage, res: ServerResponse, session: UploadSession, upload: Upload) {
    if (req.headers["content-type"]?.startsWith("multipart/form-data")) {
      return this.#takeForm(req, res, session, upload);
    }
    const range = readContentRange(req.headers["content-range"], session.sizeBytes);
    if (range.kind === "status") {
      req.resume();
      if (upload.isWhole) return this.#tellVideo(req, res, session);
      return this.#tellRange(req, res, session, upload);
    }
    const offset = range.kind === "bytes" ? range.start : 0;
    if (offset > upload.received(0)) {
      // What this sender believes to be here is not. It is told what is, and goes on after that.
      return this.#discard(req, res, session, upload);
    }
    this.#refuseBeyond(req, session, range);
    const outcome = await this.#receive(req, upload, session, { part: 0, offset });
    if (outcome.kind === "partial") return this.#tellRange(req, res, session, upload);
    if (outcome.kind !== "whole") return this.#refuseOutcome(req, res, outcome, 0);
    return this.#tellVideo(req, res, session);
  }

  /** The last chunk of some clients claims more than it has: what counts is what it brings. */
  #refuseBeyond(req: IncomingMessage, session: UploadSession, range: ContentRange): void {
    const start = range.kind === "bytes" ? range.start : 0;
    const length = Number(req.headers["content-length"] ?? 0);
    if (start + length > session.sizeBytes) {
      throw badRequest(`The file has ${session.sizeBytes} bytes; these ${length} from ${start} go beyond it`);
    }
  }

  async #discard(req: IncomingMessage, res: ServerResponse, session: UploadSession, upload: Upload) {
    req.resume();
    await new Promise<void>((resolve) => req.once("end", resolve).once("close", resolve));
    this.#tellRange(req, res, session, upload);
  }

  async #takeForm(req: IncomingMessage, res: ServerResponse, session: UploadSession, upload: Upload) {
    const { engine, sessions } = this.#services;
    const { file } = await receiveForm(req, { sessions, maxBytes: engine.config.limits.maxSourceBytes });
    if (!file || file.sizeBytes !== session.sizeBytes) {
      throw badRequest(`The form must carry a file of ${session.sizeBytes} bytes`);
    }
    await upload.takeWhole(file.path);
    return this.#tellVideo(req, res, session);
  }

  async #receive(
    req: IncomingMessage,
    upload: Upload,
    session: UploadSession,
    request: { part: number; offset: number; checksum?: number | undefined },
  ): Promise<PartOutcome> {
    try {
      return await upload.receivePart(req, request);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      const rest = session.sizeBytes - upload.receivedBytes;
      throw insufficientStorage(Math.max(1, await this.#services.sessions.missingRoom(rest)));
    }
  }

  #refuseOutcome(req: IncomingMessage, res: ServerResponse, outcome: PartOutcome, part: number): void {
    const problem = toPartProblem(outcome, part);
    if (problem) refuse(req, res, problem);
    else req.destroy();
  }

  /** 204 always says where to send: the browser uploader sends nothing without a `Location`. */
  #tellRange(req: IncomingMessage, res: ServerResponse, session: UploadSession, upload: Upload): void {
    const received = upload.received(0);
    answerEmpty(res, 204, {
      ...this.#where(req, session),
      ...(received > 0 && { range: `0-${received - 1}` }),
    });
  }

  async #tellVideo(req: IncomingMessage, res: ServerResponse, session: UploadSession): Promise<void> {
    const asset = await this.#services.intake.complete(session);
    const addresses = new Addresses(originOf(req));
    const video =
      session.state === "open"
        ? toWireVideo(asset, [], { addresses, hasPreview: false })
        : await this.#services.reader.toWire(asset, addresses);
    answerJson(res, 200, video);
  }

  #where(req: IncomingMessage, session: UploadSession) {
    return { location: new Addresses(originOf(req)).uploadSession(session.sessionId) };
  }
}

function toPartProblem(outcome: PartOutcome, part: number): TelestreamProblem | undefined {
  switch (outcome.kind) {
    case "no-such-part":
      return badRequest(`There is no part ${part}`);
    case "gap":
      return new TelestreamProblem(
        409,
        "Conflict",
        `Part ${part} has ${outcome.received} bytes; the offset leaves a gap`,
      );
    case "too-long":
      return badRequest(`Part ${part} is longer than its place in the file`);
    case "too-slow":
      return new TelestreamProblem(408, "RequestTimeout", "The upload is slower than this server accepts");
    case "evicted":
      return new TelestreamProblem(409, "Conflict", `Another request sends part ${part} now`);
    case "damaged":
      return badRequest(`Part ${part} does not match its X-Part-Crc32`);
    case "conflict":
      return new TelestreamProblem(409, "Conflict", `Part ${part} is already here with other bytes`);
    default:
      return undefined;
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
