import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./reelyard.ts";

/** WCAG 2.2 A and AA, and axe's own best practices. */
export async function expectNoViolations(page: Page, state: string): Promise<void> {
  // A colour in the middle of its transition has no contrast anybody promised. What turns for ever is not waited for.
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => {})));
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 160)).join("\n    ")}`,
  );
  expect.soft(told, `${state} at ${page.viewportSize()?.width} px`).toEqual([]);
}

/** Nothing sticks out to the side: a phone shows the page whole. */
export async function expectNoSidewaysScroll(page: Page, state: string): Promise<void> {
  const { width, shown } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    shown: document.documentElement.clientWidth,
  }));
  expect.soft(width, `${state} is wider than the window`).toBeLessThanOrEqual(shown);
}
