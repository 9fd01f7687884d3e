import { findLinkedData } from "./linked-data.ts";
import { readTags, type TagHandlers } from "./read-tags.ts";
import { parseSrcset } from "./srcset.ts";

/** A picture or video that a page shows or names. */
export interface Hit {
  readonly type: "image" | "video";
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
}

const mostHits = 5_000;
const longestUrl = 8_000;

type Attributes = Readonly<Record<string, string>>;

/**
 * Reads `img`, `source`, `video`, `link`, Open Graph, Twitter cards and JSON-LD. Addresses are made absolute against
 * the page's, or its `<base>`; each is told once, where it came first, with the size if any of its places had one.
 */
export function scrapePage(html: string, pageUrl: URL): { title: string; hits: Hit[] } {
  const page = new Page(pageUrl);
  readTags(html, page);
  return page.result();
}

class Page implements TagHandlers {
  #base: URL;
  readonly #hits = new Map<string, Hit>();
  #title: string | undefined;
  #metaTitle: string | undefined;
  #reading: "title" | "linked-data" | undefined;
  #text = "";
  /** Open tags that say what a `source` inside them is. */
  readonly #media: ("image" | "video" | "other")[] = [];
  /** The last Open Graph picture or video: its size comes in tags after it. */
  #last: { type: Hit["type"]; address: string } | undefined;

  constructor(pageUrl: URL) {
    this.#base = pageUrl;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case "base":
        this.#base = URL.parse(attributes.href ?? "", this.#base) ?? this.#base;
        break;
      case "title":
        if (this.#title === undefined) this.#begin("title");
        break;
      case "script":
        if (/^application\/ld\+json\b/i.test(attributes.type?.trim() ?? "")) this.#begin("linked-data");
        break;
      case "img":
        this.#add("image", attributes.src ?? attributes["data-src"], attributes);
        this.#addSet(attributes.srcset ?? attributes["data-srcset"]);
        break;
      case "picture":
        this.#media.push("image");
        break;
      case "audio":
        this.#media.push("other");
        break;
      case "video":
        this.#media.push("video");
        this.#add("video", attributes.src, attributes);
        this.#add("image", attributes.poster, attributes);
        break;
      case "source":
        this.#source(attributes);
        break;
      case "link":
        this.#link(attributes);
        break;
      case "meta":
        this.#meta((attributes.property ?? attributes.name ?? "").toLowerCase(), attributes.content ?? "");
        break;
    }
  }

  text(text: string): void {
    if (this.#reading) this.#text += text;
  }

  close(name: string): void {
    if (name === "picture" || name === "video" || name === "audio") this.#media.pop();
    if (name === "title" && this.#reading === "title") {
      this.#title = this.#text;
      this.#reading = undefined;
    }
    if (name === "script" && this.#reading === "linked-data") {
      for (const { type, url, width, height } of findLinkedData(this.#text))
        this.#add(type, url, { width, height });
      this.#reading = undefined;
    }
  }

  result(): { title: string; hits: Hit[] } {
    const title = this.#title?.trim() || this.#metaTitle?.trim() || "";
    return { title: title.replace(/\s+/g, " ").slice(0, 1_000), hits: [...this.#hits.values()] };
  }

  #begin(what: "title" | "linked-data"): void {
    this.#reading = what;
    this.#text = "";
  }

  #source(attributes: Attributes): void {
    const around = this.#media.at(-1);
    const isVideo = around === "video" || /^video\//i.test(attributes.type ?? "");
    if (around === "other" || (isVideo && /^audio\//i.test(attributes.type ?? ""))) return;
    if (isVideo) this.#add("video", attributes.src, attributes);
    else if (around === "image") this.#addSet(attributes.srcset);
  }

  #link(attributes: Attributes): void {
    const relations = (attributes.rel ?? "").toLowerCase().split(/\s+/);
    const size = /^(\d+)x(\d+)$/i.exec(attributes.sizes ?? "");
    const given = size ? { width: size[1], height: size[2] } : {};
    const isPicture =
      relations.some((relation) =>
        /^(icon|apple-touch-icon(-precomposed)?|image_src|mask-icon)$/.test(relation),
      ) ||
      (relations.includes("preload") && attributes.as === "image");
    const isVideo =
      relations.includes("video_src") || (relations.includes("preload") && attributes.as === "video");
    if (isPicture) this.#add("image", attributes.href, given);
    if (isPicture) this.#addSet(attributes.imagesrcset);
    if (isVideo) this.#add("video", attributes.href, given);
  }

  #meta(name: string, content: string): void {
    if (name === "og:title" || name === "twitter:title") this.#metaTitle ??= content;
    const main =
      /^(?:og:(image|video)(?::(?:url|secure_url))?|twitter:(image)(?::src)?|twitter:player:(stream))$/.exec(
        name,
      );
    if (main) {
      const type = (main[1] ?? main[2]) === "image" ? "image" : "video";
      const address = this.#add(type, content, {});
      this.#last = address === undefined ? undefined : { type, address };
      return;
    }
    const side = /^(?:og:(image|video)|twitter:(?:image|player)):(width|height)$/.exec(name);
    const known = this.#last && this.#hits.get(this.#last.address);
    if (side && known) this.#add(known.type, known.url, { [side[2] ?? ""]: content });
  }

  #addSet(srcset: string | undefined): void {
    for (const { url, width } of parseSrcset(srcset ?? "")) this.#add("image", url, { width });
  }

  /** Answers the absolute address, undefined for what is none that could be fetched. */
  #add(
    type: Hit["type"],
    given: string | undefined,
    size: { readonly width?: unknown; readonly height?: unknown },
  ): string | undefined {
    const url = URL.parse(given?.trim() ?? "", this.#base);
    if (!given || !url || !/^https?:$/.test(url.protocol) || url.href.length > longestUrl) return undefined;
    const known = this.#hits.get(url.href);
    if (!known && this.#hits.size >= mostHits) return undefined;
    const width = known?.width ?? toSide(size.width);
    const height = known?.height ?? toSide(size.height);
    this.#hits.set(url.href, {
      type: known?.type ?? type,
      url: url.href,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
    });
    return url.href;
  }
}

function toSide(given: unknown): number | undefined {
  const side = Number.parseInt(String(given ?? ""), 10);
  return side > 0 && side < 1_000_000 && !String(given).includes("%") ? side : undefined;
}
