import { globSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createElement, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

async function draw(file: string, properties: Record<string, unknown>): Promise<string> {
  const page: { default: FunctionComponent<Record<string, unknown>> } = await import(
    pathToFileURL(file).href
  );
  return renderToStaticMarkup(createElement(page.default, properties));
}

const errorPages = globSync("app/**/{error,global-error}.tsx");
const loadingPages = globSync("app/**/loading.tsx");

test("there are boundaries and skeletons to look at", () => {
  expect(errorPages.length).toBeGreaterThanOrEqual(5);
  expect(loadingPages.length).toBeGreaterThanOrEqual(10);
});

test.each(errorPages)(
  "%s says that nothing was changed, where the cause is, and what to do next",
  async (file) => {
    const error = Object.assign(new Error("password=hunter2 at /srv/secret.ts:1"), { digest: "1234567" });
    const drawn = await draw(file, { error, retry: () => {} });
    expect(drawn).toContain("Nothing of yours was changed");
    expect(drawn).toContain("1234567");
    expect(drawn).toMatch(/<button[^>]*>Try again<\/button>/);
    // What an error says of itself is for the log alone.
    expect(drawn).not.toContain("hunter2");
    expect(drawn).not.toContain("secret.ts");
  },
);

test.each(loadingPages)("%s has the page's shape, and says that it is on its way", async (file) => {
  const drawn = await draw(file, {});
  expect(drawn).toMatch(/aria-busy="true"|role="status"/);
  expect(drawn.match(/animate-appear-late/g)?.length ?? 0).toBeGreaterThan(2);
});
