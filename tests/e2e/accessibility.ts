import type { Page } from "@playwright/test";
import type { RunOptions } from "axe-core";
import axe from "axe-core";
import { expect } from "./reelyard.ts";

/** WCAG 2.2 A and AA, and axe's own best practices. */
export async function expectNoViolations(
  page: Page,
  state: string,
  { rules }: { rules?: string[] } = {},
): Promise<void> {
  // A menu floats beside the landmarks, which axe allows to dialogs alone.
  const hasMenu = (await page.getByRole("menu").count()) > 0;
  const options: RunOptions = {
    resultTypes: ["violations"],
    preload: false,
    ...(rules ? { runOnly: { type: "rule", values: rules } } : {}),
    ...(hasMenu && !rules ? { rules: { region: { enabled: false } } } : {}),
  };
  let violations = await look(page, options);
  // A message that began to fade while it was looked at is gone at the second look; what is wrong is there still.
  if (violations.length > 0) violations = await look(page, options);
  const told = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 160)).join("\n    ")}`,
  );
  expect.soft(told, `${state} at ${page.viewportSize()?.width} px`).toEqual([]);
}

async function look(page: Page, options: RunOptions) {
  // A colour in the middle of its transition has no contrast anybody promised. What turns for ever is not waited for.
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => {})));
  });
  return runAxe(page, options);
}

/** To send axe to the page takes twice as long as its looking: once for each document, and its frames of our origin. */
async function runAxe(page: Page, options: RunOptions) {
  for (const frame of page.frames()) {
    const isThere = await frame.evaluate(() => "axe" in window).catch(() => true);
    if (!isThere) await frame.evaluate(axe.source);
  }
  const { violations } = await page.evaluate(async (chosen) => {
    const there = window as unknown as { axe: typeof axe };
    return there.axe.run(document, chosen);
  }, options);
  return violations;
}

/** What night changes: the colours, and nothing else of a page. */
const ofColours = ["color-contrast", "link-in-text-block"];

/** By day, by night and on a phone at night, without loading the page again; nothing sticks out at either width. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  await expectNoSidewaysScroll(page, state);
  await expectNoViolations(page, `${state}, light`);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(page, `${state}, dark`, { rules: ofColours });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, state);
  await expectNoViolations(page, `${state}, dark`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

/** Nothing sticks out to the side: a phone shows the page whole. A list is measured anew once the window has changed. */
export async function expectNoSidewaysScroll(page: Page, state: string): Promise<void> {
  const stickingOut = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return [];
      const wide = [...document.querySelectorAll("body *")].filter(
        (element) => element.getBoundingClientRect().right > clientWidth,
      );
      const named = wide.slice(0, 8).map(({ outerHTML }) => outerHTML.slice(0, 160));
      return [`${scrollWidth - clientWidth} px`, ...named];
    });
  await expect
    .configure({ soft: true })
    .poll(stickingOut, { message: `${state} is wider than the window of ${page.viewportSize()?.width} px` })
    .toEqual([]);
}
