import { afterEach, expect, test, vi } from "vitest";
import { digestTokenizer } from "../../src/text/index.ts";

afterEach(() => vi.unstubAllGlobals());

test("SHA-256 of the text's UTF-8 bytes (FIPS 180-2, B.1)", async () => {
  expect(await digestTokenizer("abc")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("says why it cannot where the platform hides crypto.subtle", async () => {
  vi.stubGlobal("crypto", {});
  await expect(digestTokenizer("abc")).rejects.toThrow("neither https nor localhost");
});
