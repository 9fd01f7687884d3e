import { fetchPage } from "../html/fetch-page.ts";
import { scrapePage } from "../html/scrape-page.ts";
import { address } from "./parameters.ts";
import { defineTask } from "./task-kind.ts";

/** The pictures and videos of a page. */
export const htmlScrape = defineTask({
  name: "html.scrape",
  group: "web",
  summary: "Finds the pictures and videos of a web page.",
  pace: "light",
  parameters: {
    url: address({ required: true, control: "page-url", description: "Address of the HTML page." }),
  },
  values: {
    hits: {
      type: "list",
      description:
        "What was found, each with its type (image or video), its absolute url, and its size where the page says it.",
    },
    page_title: { type: "string", description: "Title of the page." },
  },
  async run({ url }, context) {
    const page = await fetchPage("url", url, context);
    const { title, hits } = scrapePage(page.html, page.url);
    return { values: { hits, page_title: title } };
  },
});
