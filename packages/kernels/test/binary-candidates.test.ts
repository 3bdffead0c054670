import { afterEach, expect, test, vi } from "vitest";
import { candidateByRule } from "../src/tune/binary-candidates.ts";

afterEach(() => vi.unstubAllGlobals());

/** As if V8 were this one, or as in a browser, which does not tell. */
function runOn(v8?: string): void {
  vi.stubGlobal("process", v8 === undefined ? undefined : { versions: { v8 } });
}

test.each([
  ["V8 11.3, which spills the deep tree", "11.3.244.8-node.30", "1x16"],
  ["V8 12.4, which spills it too", "12.4.254.21-node.33", "1x16"],
  ["V8 13.6", "13.6.233.10-node.18", "1x16c16"],
  ["an engine that does not tell its version", undefined, "1x16c16"],
])("fewer than four rows go one by one, in trees that fit the registers of %s", (_, v8, tile) => {
  runOn(v8);
  expect(candidateByRule("wasm-relaxed-simd", [1, 3]).tile).toBe(tile);
  expect(candidateByRule("wasm-simd128", [1, 3]).tile).toBe(tile);
});

test.each([
  ["V8 12.4, which spills the wide tile", "12.4.254.21-node.33", "2x32"],
  ["V8 13.6", "13.6.233.10-node.18", "2x64"],
  ["an engine that does not tell its version", undefined, "2x64"],
])("from four rows on relaxed SIMD has the tile that fits the registers of %s", (_, v8, tile) => {
  runOn(v8);
  expect(candidateByRule("wasm-relaxed-simd", [4, 7]).tile).toBe(tile);
  expect(candidateByRule("wasm-simd128", [4, 7]).tile).toBe("2x32");
});
