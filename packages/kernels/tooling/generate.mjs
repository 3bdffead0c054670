// Writes src/wasm/module.generated.ts: the compiled kernels, inlined so that no bundler needs to know about them.
// With --check it writes nothing and fails unless the file is what the sources compile to.
import { readFileSync, writeFileSync } from "node:fs";
import { compileKernels } from "./compile.mjs";

const target = new URL("../src/wasm/module.generated.ts", import.meta.url);
const base64 = Buffer.from(await compileKernels()).toString("base64");
const lines = base64.match(/.{1,120}/g) ?? [];
const source = `// Generated from assembly/ by \`pnpm generate:wasm\`. Do not edit.

/** The WebAssembly module in base64. */
export const moduleBase64: string = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("");
`;

if (!process.argv.includes("--check")) {
  writeFileSync(target, source);
} else if (readFileSync(target, "utf8") !== source) {
  console.error("src/wasm/module.generated.ts is stale: run `pnpm generate:wasm`");
  process.exitCode = 1;
}
