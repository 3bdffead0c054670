import { afterAll, beforeAll, expect, test } from "vitest";
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
