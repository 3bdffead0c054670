import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawDashboard } from "../apps/benchmark/test/dashboard/drawn-dashboard.ts";
import {
  type OpenView,
  openView,
  type ServedPlayground,
  servePlayground,
} from "../apps/playground/test/visited-playground.ts";
import { buildOnce, expectTranslation, visit } from "../apps/translate/test/page/served-page.ts";

type Page = OpenView["page"];

/** Where the documentation has them. */
const pictures = fileURLToPath(new URL("../docs/pictures/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bnnkit-pictures-"));
let playground: ServedPlayground;

beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(async () => {
  await playground?.close();
  rmSync(folder, { recursive: true });
});

/** Of a page from its top, wide and light; as wide as a phone and dark, from an element on, where one is named. */
async function takePictures(
  page: Page,
  name: string,
  height: number,
  phoneFrom?: string,
): Promise<void> {
  const appearances = [
    { kind: "wide", colorScheme: "light", width: 1000, height, from: "body" },
    { kind: "phone", colorScheme: "dark", width: 390, height: 760, from: phoneFrom },
  ] as const;
  for (const { kind, colorScheme, from, ...viewport } of appearances) {
    if (from === undefined) continue;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await page
      .locator(from)
      .first()
      .evaluate((element) => element.scrollIntoView());
    await page.screenshot({ path: join(pictures, `${name}-${kind}.png`), caret: "hide" });
  }
}

test("the page that translates", async () => {
  const built = await buildOnce();
  const { page, end } = await visit(built);
  await page.fill("#source", "Where is my new car?");
  await expectTranslation(page, "Wo ist mein neues Auto?");
  await page.locator(".sentence").first().click();
  await page.getByRole("menuitemradio").nth(1).waitFor();
  await page.keyboard.press("Escape");
  await takePictures(page, "translate-page", 760, "h1");
  await end();
  await built.dispose();
});

test.each([
  ["bits", 950, "#view-bits h3", async () => {}],
  [
    "quantizers",
    700,
    undefined,
    async (page: Page) => {
      await page.locator("path.series-1").waitFor();
    },
  ],
  [
    "train",
    1200,
    "#view-train h3",
    async (page: Page) => {
      await page.getByRole("button", { name: "Train", exact: true }).click();
      await page.locator("#packed-facts").waitFor();
      await page.getByRole("button", { name: "Write a 3" }).click();
      await page.locator("#classified").waitFor();
    },
  ],
  [
    "hardware",
    810,
    undefined,
    async (page: Page) => {
      await page.locator("#estimate-facts", { hasText: "Frames a second" }).waitFor();
    },
  ],
  [
    "wisard",
    940,
    undefined,
    async (page: Page) => {
      const learn = page.getByRole("button", { name: "Learn one written digit of each" });
      for (const _ of Array(12)) await learn.click();
      await page.getByRole("button", { name: "Write a 3" }).click();
      await page.locator("#vote").waitFor();
    },
  ],
] as const)("the playground's %s", async (name, height, phoneFrom, use) => {
  const { page, close } = await openView(playground, name);
  await use(page);
  await takePictures(page, `playground-${name}`, height, phoneFrom);
  await close();
});

test("the dashboard: the invented history of its tests, and results that were measured", async () => {
  const out = join(folder, "out");
  mkdirSync(out);
  await drawDashboard(folder, out);
  const page = await playground.browser.newPage();
  for (const [name, height, phoneFrom] of [
    ["operators", 940, undefined],
    ["accuracy", 960, "h2"],
  ] as const) {
    await page.goto(pathToFileURL(join(out, `${name}.html`)).href);
    await takePictures(page, `dashboard-${name}`, height, phoneFrom);
  }
  await page.close();
});

test("all of them are less than a megabyte", () => {
  const files = readdirSync(pictures).filter((file) => file.endsWith(".png"));
  const bytes = files.map((file) => statSync(join(pictures, file)).size);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
});
