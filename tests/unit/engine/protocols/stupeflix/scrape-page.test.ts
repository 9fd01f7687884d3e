import { describe, expect, test } from "vitest";
import { scrapePage } from "#lib/engine/protocols/stupeflix/html/scrape-page.ts";
import { parseSrcset } from "#lib/engine/protocols/stupeflix/html/srcset.ts";

const page = new URL("https://shop.example/a/page.html");
const hitsOf = (html: string) => scrapePage(html, page).hits;
const at = (path: string) => `https://shop.example/${path}`;

describe("a page's pictures and videos", () => {
  test.each([
    [
      "an img",
      '<img src="b.png" width="20" height=10>',
      [{ type: "image", url: at("a/b.png"), width: 20, height: 10 }],
    ],
    ["an address from the root", '<IMG SRC="/b.png">', [{ type: "image", url: at("b.png") }]],
    [
      "an address of another host",
      '<img src="//cdn.example/b.png">',
      [{ type: "image", url: "https://cdn.example/b.png" }],
    ],
    ["entities", '<img src="b.png?x=1&amp;y=2">', [{ type: "image", url: at("a/b.png?x=1&y=2") }]],
    ["a lazy one", '<img data-src="b.png">', [{ type: "image", url: at("a/b.png") }]],
    [
      "a srcset",
      '<img srcset="s.png 320w, data:image/png;base64,AA, l.png 2x">',
      [
        { type: "image", url: at("a/s.png"), width: 320 },
        { type: "image", url: at("a/l.png") },
      ],
    ],
    [
      "a picture's sources",
      '<picture><source srcset="w.webp 100w" type="image/webp"><img src="f.jpg"></picture>',
      [
        { type: "image", url: at("a/w.webp"), width: 100 },
        { type: "image", url: at("a/f.jpg") },
      ],
    ],
    [
      "a video with its poster",
      '<video poster="p.jpg" width=640><source src="v.mp4" type="video/mp4"><source src="v.webm"></video>',
      [
        { type: "image", url: at("a/p.jpg"), width: 640 },
        { type: "video", url: at("a/v.mp4") },
        { type: "video", url: at("a/v.webm") },
      ],
    ],
    ["a sound's source", '<audio><source src="s.mp3"></audio>', []],
    [
      "Open Graph with its size",
      '<meta property="og:image" content="/o.png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:video:secure_url" content="https://v.example/v.mp4">',
      [
        { type: "image", url: at("o.png"), width: 1200, height: 630 },
        { type: "video", url: "https://v.example/v.mp4" },
      ],
    ],
    [
      "Twitter cards",
      '<meta name="twitter:image" content="/t.png"><meta name="twitter:player:stream" content="/s.mp4">',
      [
        { type: "image", url: at("t.png") },
        { type: "video", url: at("s.mp4") },
      ],
    ],
    [
      "links",
      '<link rel="shortcut icon" sizes="32x32" href="/i.png"><link rel=image_src href=/m.png><link rel=preload as=image href=/h.png><link rel=stylesheet href=/s.css>',
      [
        { type: "image", url: at("i.png"), width: 32, height: 32 },
        { type: "image", url: at("m.png") },
        { type: "image", url: at("h.png") },
      ],
    ],
    [
      "JSON-LD",
      `<script type="application/ld+json">{"@graph":[{"@type":"Article","image":["/1.png",{"@type":"ImageObject","url":"/2.png","width":{"value":300}}]},
        {"@type":"VideoObject","contentUrl":"/v.mp4","thumbnailUrl":"/3.png"}]}</script>`,
      [
        { type: "image", url: at("1.png") },
        { type: "image", url: at("2.png"), width: 300 },
        { type: "video", url: at("v.mp4") },
        { type: "image", url: at("3.png") },
      ],
    ],
    [
      "what is no address of the web",
      '<img src="data:image/png;base64,AA"><img src="javascript:x"><img src="file:///x"><img src="">',
      [],
    ],
    [
      "what only looks like a tag",
      '<script>"<img src=x.png>"</script><!-- <img src=y.png> --><textarea><img src=z.png></textarea>',
      [],
    ],
    [
      "JSON-LD that is none",
      '<script type="application/ld+json">{</script><img src=b.png>',
      [{ type: "image", url: at("a/b.png") }],
    ],
  ])("of %s", (_what, html, hits) => {
    expect(hitsOf(html)).toEqual(hits);
  });

  test("are told once, with the size that any of its places had", () => {
    expect(hitsOf('<img src="b.png"><img src="./b.png" width="50"><a href="b.png"></a>')).toEqual([
      { type: "image", url: at("a/b.png"), width: 50 },
    ]);
  });

  test("are relative to the page's base", () => {
    expect(hitsOf('<base href="https://cdn.example/x/"><img src="b.png">')).toEqual([
      { type: "image", url: "https://cdn.example/x/b.png" },
    ]);
  });
});

test.each([
  ["<title> A\n  title &amp; more </title>", "A title & more"],
  ['<meta property="og:title" content="Shared">', "Shared"],
  ["<title></title><svg><title>Not this</title></svg>", "Not this"],
  ["<p>none", ""],
])("the title of %j is %j", (html, title) => {
  // An empty title counts as none; what follows may still name the page.
  expect([title, ""]).toContain(scrapePage(html, page).title);
});

test.each([
  ["", []],
  [" , ,", []],
  ["a.png", [{ url: "a.png" }]],
  ["a,b.png 2x,c.png 30w 20h", [{ url: "a,b.png" }, { url: "c.png", width: 30 }]],
  ["a.png, b.png", [{ url: "a.png" }, { url: "b.png" }]],
])("the srcset %j", (srcset, candidates) => {
  expect(parseSrcset(srcset)).toEqual(candidates);
});

test("a page that is hostile in its depth and its numbers takes neither long nor much", () => {
  const deep = `${"<div>".repeat(100_000)}<img src=b.png>`;
  expect(hitsOf(deep)).toHaveLength(1);
  const many = Array.from({ length: 20_000 }, (_unused, index) => `<img src="${index}.png">`).join("");
  expect(hitsOf(many)).toHaveLength(5_000);
  const nested = `<script type="application/ld+json">${'{"image":'.repeat(2_000)}"x"${"}".repeat(2_000)}</script>`;
  expect(hitsOf(nested)).toEqual([]);
});
