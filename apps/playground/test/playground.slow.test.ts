import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyModel } from "./tiny-model.ts";
import {
  faultsOf,
  openView,
  type ServedPlayground,
  servePlayground,
} from "./visited-playground.ts";

let playground: ServedPlayground;

beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground?.close());

test("bits: a click on a number of the input changes the sum by 2, on a row what is looked at", async () => {
  const { page, complaints, close } = await openView(playground, "bits");
  const sum = async (): Promise<number> => {
    const text = (await page.locator("#bits-dot strong").textContent()) ?? "";
    return Number(text.replace("−", "-"));
  };
  const before = await sum();
  await page.getByRole("button", { name: /^input 5 is/ }).click();
  expect(Math.abs((await sum()) - before)).toBe(2);
  await page.getByRole("button", { name: "row 3" }).press("Enter");
  await page.getByRole("heading", { name: /^Row 3: words, XOR/ }).waitFor();
  await page.getByRole("combobox").selectOption("unipolar");
  await page.getByRole("heading", { name: /AND/ }).waitFor();
  expect(await faultsOf(page, "bits")).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("quantizers: curves follow the sliders, with the call that makes them", async () => {
  const { page, complaints, close } = await openView(playground, "quantizers");
  const line = page.locator("path.series-1");
  await line.waitFor();
  const before = await line.getAttribute("d");
  await page.getByRole("combobox", { name: "estimator" }).selectOption("swish");
  await page.getByRole("slider", { name: /^beta/ }).press("End");
  await page.locator("#quantizer-call", { hasText: "beta: 15" }).waitFor();
  await page.waitForFunction(
    (old) => document.querySelector("path.series-1")?.getAttribute("d") !== old,
    before,
  );
  expect(await faultsOf(page, "quantizers")).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("train: a network learns in a worker, is packed, and tells what was drawn", async () => {
  const { page, complaints, close } = await openView(playground, "train");
  await page.getByRole("slider", { name: /^Epochs/ }).press("Home");
  await page.getByRole("combobox", { name: "Network" }).selectOption("MLP 64");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  const facts = page.locator("#packed-facts");
  await facts.waitFor();
  const text = (await facts.textContent()) ?? "";
  expect(text).toContain("500 of 500 images");
  expect(text).toContain("as they should be");
  expect(Number(/([\d.]+) %/.exec(text)?.[1])).toBeGreaterThan(60);
  const flips = page.getByRole("img", { name: /^Share of the weights that changed/ });
  expect(await flips.locator("path").first().getAttribute("d")).toMatch(/^M.*L/);
  const latents = page.getByRole("img", { name: /^Latent weights of / });
  expect(await latents.locator("rect").count()).toBeGreaterThan(5);
  await page.getByText(/as bits: \d+ inputs across, \d+ outputs down/).waitFor();
  await page.getByRole("button", { name: "Write a 1" }).click();
  await page.locator("#classified").waitFor();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the model file" }).click();
  const file = await (await saved).path();
  expect(readModel(readFileSync(file)).description.task).toBe("classification");
  await page.locator("input[type=file]").setInputFiles(file);
  await page
    .locator("#packed-facts dt", { hasText: "Packed accuracy" })
    .waitFor({ state: "detached" });
  expect(await faultsOf(page, "train")).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("hardware: a folding by slider changes what it costs; layers of one's own are priced, trained ones become Verilog", async () => {
  const { page, complaints, close } = await openView(playground, "hardware");
  const facts = page.locator("#estimate-facts");
  await facts.filter({ hasText: "Frames a second" }).waitFor();
  const before = await facts.textContent();
  const chips = page.getByRole("region", { name: "Chips for binary networks" });
  expect(await chips.getByRole("rowheader").allTextContents()).toContain("YodaNN");
  const builds = page.getByRole("region", { name: /^Builds on a Zynq-7020/ });
  expect(await builds.getByRole("rowheader").first().textContent()).toBe("lfcW1A1");
  const front = page.getByRole("img", { name: /front|foldings/i });
  expect(await front.locator("circle").count()).toBeGreaterThan(5);
  await page.getByRole("slider", { name: /^Folding/ }).press("End");
  await page.getByRole("heading", { name: "lfcW1A1 on xc7z020: it does not fit" }).waitFor();
  expect(await facts.textContent()).not.toBe(before);
  await page.getByRole("combobox", { name: "Network" }).selectOption("layers:");
  await page.getByRole("textbox").fill("64, 32, 10");
  await page.getByRole("textbox").press("Enter");
  await page.getByRole("heading", { name: "64-32-10 on xc7z020: it fits" }).waitFor();
  const file = join(mkdtempSync(join(tmpdir(), "bnnkit-playground-")), "tiny.safetensors");
  writeFileSync(file, tinyModel());
  await page.locator("#view-hardware input[type=file]").setInputFiles(file);
  await page.getByRole("heading", { name: "16-4-2 on xc7z020: it fits" }).waitFor();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the Verilog" }).click();
  expect(readFileSync(await (await saved).path(), "utf8")).toMatch(/^module network \(/);
  expect(await faultsOf(page, "hardware")).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("wisard: learns a written digit of each, then one that was drawn", async () => {
  const { page, complaints, close } = await openView(playground, "wisard");
  await page.getByRole("button", { name: "Learn one written digit of each" }).click();
  await page.getByRole("button", { name: "Learn one written digit of each" }).click();
  await page.getByText("0: learned 2").waitFor();
  const box = await page.locator("canvas.pad").boundingBox();
  if (box === null) throw new Error("there is no pad");
  await page.mouse.move(box.x + 140, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 140, box.y + 240, { steps: 5 });
  await page.mouse.up();
  await page.locator("#vote").waitFor();
  for (const _ of [1, 2, 3]) await page.getByRole("button", { name: "Learn it as a 1" }).click();
  await page.getByText("1: learned 5").waitFor();
  expect(await page.locator("#vote strong").textContent()).toBe("1");
  expect(await faultsOf(page, "wisard")).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
