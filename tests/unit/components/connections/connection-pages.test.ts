import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { connectionHref } from "#components/connections/connection-href.ts";
import { connectionPages, linksOfConnection } from "#components/connections/connection-pages.ts";
import { providerIds } from "#lib/domain/provider-id.ts";
import { roles } from "#lib/domain/user.ts";

const folder = "app/(dashboard)/connections/[connectionId]";

test("every line of the table has a page, and every page a line", () => {
  const listed = Object.values(connectionPages).flatMap((pages) => pages.map(({ segment }) => segment));
  for (const segment of listed) expect(existsSync(`${folder}/${segment}/page.tsx`), segment).toBe(true);
  const made = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(made.map(({ name }) => name).sort()).toEqual([...new Set(listed)].sort());
});

describe.each(roles)("the %s", (role) => {
  const viewer = { userId: "u", name: "n", email: "e@example.com", role };

  test.each(providerIds)("is led to the pages of %s that the role opens", (provider) => {
    const links = linksOfConnection({ connectionId: "a/b", provider }, viewer);
    const opened = connectionPages[provider].filter(({ permit }) => permit?.(viewer) ?? true);
    expect(links.map(({ label }) => label)).toEqual(opened.map(({ label }) => label));
    for (const { href } of links) expect(href).toMatch(/^\/connections\/a%2Fb\/[a-z-]+$/);
  });
});

test("an account's overview has no segment", () => {
  expect(connectionHref("local-telestream")).toBe("/connections/local-telestream");
});
