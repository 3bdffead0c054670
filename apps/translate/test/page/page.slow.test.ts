import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de-w1a1";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TranslateElement } from "../../page/element/translate-element.ts";
import {
  type BuiltPage,
  buildOnce,
  copyIn,
  expectFact,
  expectTranslation,
  fileOf,
  visit,
} from "./served-page.ts";
import { type SlowServer, slowServer } from "./slow-server.ts";

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
  interface HTMLElementTagNameMap {
    "bnnkit-translate": TranslateElement;
  }
}

const sentence = "Where is my new car?";
const translation = "Wo ist mein neues Auto?";
/** The model loops on it, and the source stands there. */
const unreliable = "In this case, you should %sreload the privileges%s before you continue.";
const kept = "Open the file /etc/hosts with 3 lines.";

const cars = JSON.stringify({ where: sentence, file: unreliable });

let built: BuiltPage;

beforeAll(async () => {
  built = await buildOnce();
});
afterAll(() => built?.dispose());

const write = (page: Page, text: string): Promise<void> => page.fill("#source", text);

test("what one types is translated, by files of the page's own origin, script and WebAssembly of at most 150 kB", async () => {
  const { page, url, complaints, end } = await visit(built);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.reload();
  await page.locator("#source").pressSequentially(sentence);
  await expectTranslation(page, translation);
  await expectFact(page, "Model", /^en-de-w1a1$/);
  await expectFact(page, "Speed", /tokens\/s/);
  expect(requests.length).toBeGreaterThan(3);
  expect(requests.filter((request) => !request.startsWith(url))).toEqual([]);
  expect(complaints).toEqual([]);
  await end();
  const [script, worker, wasm] = await Promise.all([
    fileOf(built.folder, "index", ".js"),
    fileOf(built.folder, "worker", ".js"),
    fileOf(built.folder, "relaxed-simd", ".wasm"),
  ]);
  // As the page's own server sends them to any browser of today.
  const sizes = [script, worker, wasm].map((file) => brotliCompressSync(readFileSync(file)).length);
  expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(150_000);
});

test("a sentence offers other translations, by keyboard, too", async () => {
  const { page, complaints, end } = await visit(built);
  await write(page, `${sentence}\n\n${sentence}`);
  await expectTranslation(page, `${translation}\n\n${translation}`);
  await page.locator("#source").press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const items = page.getByRole("menuitemradio");
  await items.nth(1).waitFor();
  expect(await items.first().textContent()).toBe(translation);
  const word = page.locator(".alignment .word", { hasText: /^neues$/ });
  expect(await word.getAttribute("title")).toMatch(/^neues: new \d+ %/);
  await word.hover();
  const linked = page.locator(".alignment .word", { hasText: /^new$/ });
  expect(await linked.evaluate((element) => element.style.getPropertyValue("--_share"))).toMatch(
    /^[5-9]\d%$/,
  );
  await page.keyboard.press("ArrowDown");
  const other = (await items.nth(1).textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expectTranslation(page, `${other}\n\n${other}`);
  expect(other).not.toBe(translation);
  await page.locator(".sentence").first().click();
  await items.first().waitFor();
  await page.keyboard.press("Escape");
  await items.first().waitFor({ state: "hidden" });
  expect(complaints).toEqual([]);
  await end();
});

test("what is kept and what went wrong is marked, with the reason", async () => {
  const { page, end } = await visit(built);
  await write(page, `${kept}\n\n${unreliable}`);
  const notes = page.locator(".notes");
  await notes.getByRole("list", { name: "Unreliable" }).waitFor();
  expect(await page.locator(".target mark").allTextContents()).toEqual(["/etc/hosts", "3"]);
  expect(await notes.getByRole("list", { name: "Kept" }).textContent()).toBe(
    "/etc/hosts path3 number",
  );
  expect(await notes.getByRole("list", { name: "Unreliable" }).textContent()).toMatch(
    /^In this case, you should %sreload the privileges%s before y…: it repeats itself/,
  );
  await notes.getByRole("button").click();
  expect(await page.locator(".unreliable:focus").count()).toBe(1);
  await end();
});

test("a long text comes by paragraph with progress, and what is written meanwhile ends it", async () => {
  const { page, complaints, end } = await visit(built);
  const paragraphs = Array.from({ length: 2000 }, (_, i) => `Tom has ${i} cars. Where are they?`);
  // To fill in so much, as if it were typed, takes Chromium minutes.
  await page.evaluate((text) => {
    const element = document.querySelector("bnnkit-translate");
    if (element !== null) element.text = text;
  }, paragraphs.join("\n\n"));
  await page.getByText(/Translating: \d+ of 2000 paragraphs/).waitFor();
  await page.locator(".target .sentence").first().waitFor();
  expect(await page.locator(".target .sentence").count()).toBeLessThan(4000);
  await write(page, sentence);
  await expectTranslation(page, translation);
  expect(await page.locator(".target p").allTextContents()).toEqual([translation]);
  await page.getByText(/Translating/).waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
  await end();
});

test("without a network the page opens, and translates", async () => {
  const { page, complaints, disconnect, end } = await visit(built);
  await write(page, sentence);
  await expectTranslation(page, translation);
  await page.getByText("works without a network").waitFor();
  await disconnect();
  await page.reload();
  await write(page, sentence);
  await expectTranslation(page, translation);
  await expectFact(page, "Ready after", /from this device/);
  expect(complaints).toEqual([]);
  await end();
});

describe("threads", () => {
  test("run where the page is served with its headers, under Trusted Types", async () => {
    const { page, complaints, end } = await visit(built, {
      settings: "model=en-de-w1a1&threads=2",
    });
    await write(page, sentence);
    await expectTranslation(page, translation);
    await expectFact(page, "Threads", /^2$/);
    expect(complaints).toEqual([]);
    await end();
  });

  test("do not run at the first visit of a host without headers, which is said, but at the next", async () => {
    const { page, end } = await visit(built, {
      settings: "model=en-de-w1a1&threads=2",
      headers: {},
    });
    await write(page, sentence);
    await expectTranslation(page, translation);
    await expectFact(page, "Threads", /^1$/);
    await expectFact(page, "Why", /not cross-origin isolated/);
    await page.getByText("works without a network").waitFor();
    await page.reload();
    await write(page, sentence);
    await expectTranslation(page, translation);
    await expectFact(page, "Threads", /^2$/);
    await end();
  });
});

test("kernels and models can be compared, and each layer says what ran it", async () => {
  const { page, end } = await visit(built);
  await write(page, sentence);
  await expectTranslation(page, translation);
  await page.getByText("Kernels of each layer").click();
  const layers = page.getByRole("table", { name: "Layers that ran" });
  const query = layers.getByRole("row", { name: "encoder/0/self-attention/query 1 bit" });
  expect(await query.getByRole("cell").allTextContents()).toEqual([
    "encoder/0/self-attention/query",
    "1 bit × 1 bit",
    "256 → 256",
    expect.stringMatching(/^bgemm_\d+x\d+__wasm_\S+, bgemm_\d+x\d+(c16)?__wasm_\S+$/),
    "dense",
  ]);
  await page.getByRole("combobox", { name: "Kernels" }).selectOption("js");
  await expectFact(page, "Kernels", /^js$/);
  await expectTranslation(page, translation);
  await page.getByRole("combobox", { name: "Model" }).selectOption("en-de");
  await page.getByRole("row", { name: /^en-de js 1/ }).waitFor();
  expect(await page.locator("tbody").first().locator("tr").count()).toBe(3);
  await end();
});

describe("a model", () => {
  test("that is damaged is refused with its name, and loaded anew on demand", async () => {
    const folder = await built.copy();
    const file = await copyIn(folder, modelUrl);
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.from(whole).fill(1, 1_000_000, 1_000_010));
    const { page, end } = await visit(built, { folder });
    const alert = page.getByRole("alert");
    await alert.getByRole("button").waitFor();
    const text = await alert.textContent();
    expect(text).toContain(`${basename(file)} is damaged, or another file: its SHA-256 is`);
    writeFileSync(file, whole);
    await alert.getByRole("button").click();
    await write(page, sentence);
    await expectTranslation(page, translation);
    await end();
  });

  test("that is not there is named", async () => {
    const folder = await built.copy();
    rmSync(await copyIn(folder, tokenizerUrl));
    const { page, end } = await visit(built, { folder });
    const alert = page.getByRole("alert");
    await alert.getByRole("button").waitFor();
    expect(await alert.textContent()).toMatch(/tokenizer-.*\.json is not there: .* status 404/);
    await end();
  });

  test("that comes slowly shows how far it is, and what was written meanwhile is translated then", async () => {
    let slow: SlowServer | undefined;
    const { page, end } = await visit(built, {
      through: async (url) => {
        slow = await slowServer(url, /\.safetensors$/);
        return slow;
      },
    });
    await page.getByText(/Loading the model: [12]\.\d of 3\.3 MB/).waitFor();
    const value = await page.locator("progress").getAttribute("value");
    expect(Number(value)).toBeGreaterThan(0.4);
    expect(Number(value)).toBeLessThan(1);
    await write(page, sentence);
    slow?.release();
    await expectTranslation(page, translation);
    await end();
  });
});

test("a file is translated and given back, entry by entry; one that is none is refused", async () => {
  const { page, complaints, end } = await visit(built);
  const catalogue =
    'msgid ""\nmsgstr ""\n\n#: a.c\nmsgid "Where is my <b>new car</b>?"\nmsgstr ""\n';
  const buffer = Buffer.from(catalogue);
  await page.setInputFiles("#file-picker", { name: "cars.po", mimeType: "text/plain", buffer });
  const save = page.getByRole("link", { name: "Save cars.de.po" });
  await save.waitFor();
  const status = page.locator("#file [role=status]");
  expect(await status.textContent()).toBe("1 entries: 1 translated");
  const cells = page.locator("#file td");
  expect((await cells.allTextContents()).slice(1, 3)).toEqual([
    "Where is my <b>new car</b>?",
    "Wo ist mein <b>neues Auto</b>?",
  ]);
  const downloading = page.waitForEvent("download");
  await save.click();
  const path = await (await downloading).path();
  expect(readFileSync(path, "utf8")).toContain('msgstr "Wo ist mein <b>neues Auto</b>?"');
  const none = { name: "a.json", mimeType: "application/json", buffer: Buffer.from("{") };
  await page.setInputFiles("#file-picker", none);
  await status.filter({ hasText: /^Nothing was translated: line 1: / }).waitFor();
  const other = { name: "a.xyz", mimeType: "text/plain", buffer };
  await page.setInputFiles("#file-picker", other);
  await status.filter({ hasText: /a\.xyz: the name must end in one of \.po/ }).waitFor();
  expect(complaints).toEqual([]);
  await end();
});

test.each([
  ["a.txt", "Where is my new car?", "Wo ist mein neues Auto?"],
  ["a.md", "# Where is my *new car*?\n", "# Wo ist mein *neues Auto*?\n"],
  ["a.html", "<p>Where is my new car?</p>", "<p>Wo ist mein neues Auto?</p>"],
  [
    "a.xliff",
    '<xliff version="1.2"><file source-language="en" target-language="de"><body><trans-unit id="1">' +
      "<source>Where is my new car?</source></trans-unit></body></file></xliff>",
    "Wo ist mein neues Auto?</target>",
  ],
  ["a.json", '{"a":{"b":"Where is my new car?"}}', '{"a":{"b":"Wo ist mein neues Auto?"}}'],
  ["a.arb", '{"@@locale":"en","a":"Where is my new car?"}', '"a":"Wo ist mein neues Auto?"'],
  ["a.ftl", "a = Where is my new car?\n", "a = Wo ist mein neues Auto?\n"],
  [
    "a.srt",
    "1\n00:00:01,000 --> 00:00:02,000\nWhere is my new car?\n",
    "\nWo ist mein neues Auto?\n",
  ],
  ["a.csv", "en,de\nWhere is my new car?,\n", "Where is my new car?,Wo ist mein neues Auto?\n"],
])("%s may be dropped on the page", async (name, text, expected) => {
  const { page, complaints, end } = await visit(built);
  await page.evaluate(
    ([file, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], file));
      const init = { dataTransfer, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent("dragover", init));
      document.body.dispatchEvent(new DragEvent("drop", init));
    },
    [name, text] as const,
  );
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: `Save ${name.replace("a.", "a.de.")}` }).click();
  expect(readFileSync(await (await downloading).path(), "utf8")).toContain(expected);
  expect(complaints).toEqual([]);
  await end();
});

test("axe-core finds nothing, light and dark, wide and as wide as a phone; pictures of that lie in a folder", async () => {
  const pictures = process.env.PICTURES ?? mkdtempSync(join(tmpdir(), "bnnkit-pictures-"));
  const { page, end } = await visit(built);
  await page.addInitScript({ content: axe.source });
  await page.reload();
  await write(page, `${sentence} ${kept}\n\n${unreliable}`);
  await page.getByRole("list", { name: "Unreliable" }).waitFor();
  const file = { name: "cars.json", mimeType: "application/json", buffer: Buffer.from(cars) };
  await page.setInputFiles("#file-picker", file);
  await page.getByRole("link", { name: "Save cars.de.json" }).waitFor();
  await page.locator("summary").first().click();
  for (const [colorScheme, name, width] of appearances) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await page.screenshot({ path: join(pictures, `${colorScheme}-${name}.png`), fullPage: true });
    expect(await violationsOf(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
  await page.locator(".sentence").first().click();
  await page.getByRole("menuitemradio").nth(1).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.screenshot({ path: join(pictures, "menu.png") });
  await end();
});

const appearances = [
  ["light", "wide", 1200],
  ["dark", "wide", 1200],
  ["light", "phone", 390],
  ["dark", "phone", 390],
] as const;

async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
