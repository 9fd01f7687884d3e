import type { IncomingMessage, ServerResponse } from "node:http";
import { answering, answerJson, originOf } from "./answers.ts";
import { toCall, versionPrefix } from "./calls.ts";
import { type ReceivedForm, receiveForm } from "./form-receiver.ts";
import { fileSizeLimitExceeded, insufficientStorage, noFileSubmitted, notAuthorized } from "./problems.ts";
import type { TelestreamServices } from "./services.ts";
import type { ReceivedRequest } from "./verifier.ts";
import type { VideoIntake } from "./video-intake.ts";

/** Multipart `POST /videos.json` (`telestream.md` §6.1): the file goes to disk as it comes, at any size. */
export class FormEndpoint {
  readonly #services: TelestreamServices;

  constructor(services: TelestreamServices) {
    this.#services = services;
  }

  handle(req: IncomingMessage, res: ServerResponse): boolean {
    if (req.method !== "POST" || !req.headers["content-type"]?.startsWith("multipart/form-data"))
      return false;
    const url = new URL(req.url ?? "/", "http://engine");
    if (url.pathname !== `${versionPrefix}/videos.json`) return false;
    answering(this.#services.engine.log, req, res, () => this.#answer(req, res, url));
    return true;
  }

  async #answer(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const { engine, sessions, intake, reader } = this.#services;
    const query = [...url.searchParams.entries()];
    this.#refuseStrangers(url);
    const { maxSourceBytes } = engine.config.limits;
    const announced = Number(req.headers["content-length"] ?? 0);
    if (announced > maxSourceBytes + 1024 * 1024) throw fileSizeLimitExceeded(maxSourceBytes);
    const lacking = await sessions.missingRoom(announced);
    if (lacking > 0) throw insufficientStorage(lacking);
    this.#services.engine.library.expectSource();
    const form = await receiveForm(req, { sessions, maxBytes: maxSourceBytes });
    try {
      const call = await this.#verify(req, url, query, form);
      const factory = await call.factory();
      const asset = form.file
        ? await intake.fromFile(factory, call.parameters, { ...form.file, file: form.file.path })
        : await this.#fromUrl(factory, call.parameters);
      answerJson(res, 200, await reader.toWire(asset, call.addresses));
    } finally {
      await form.dispose();
    }
  }

  /** Some clients sign in the query: a wrong key there costs nobody a file's worth of disk. */
  #refuseStrangers(url: URL): void {
    const accessKey = url.searchParams.get("access_key");
    const { telestream } = this.#services.engine.accounts.credentials;
    if (accessKey !== null && accessKey !== telestream.accessKey)
      throw notAuthorized("Signatures do not match");
  }

  async #verify(req: IncomingMessage, url: URL, query: ReceivedRequest["query"], form: ReceivedForm) {
    const verified = await this.#services.verifier.verify({
      method: "POST",
      host: req.headers.host ?? "",
      path: url.pathname.slice(versionPrefix.length),
      query,
      fields: form.fields,
    });
    return toCall(verified, {
      params: {},
      origin: originOf(req),
      signal: new AbortController().signal,
      factories: this.#services.factories,
    });
  }

  #fromUrl(factory: Parameters<VideoIntake["fromUrl"]>[0], parameters: ReadonlyMap<string, string>) {
    if (!parameters.get("source_url")) throw noFileSubmitted();
    return this.#services.intake.fromUrl(factory, parameters);
  }
}
