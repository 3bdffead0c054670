// Writes src/wasm/module.generated.ts: the compiled kernels, inlined so that no bundler needs to know about them.
import { writeFileSync } from "node:fs";
import { compileKernels } from "./compile.mjs";

const base64 = Buffer.from(await compileKernels()).toString("base64");
const lines = base64.match(/.{1,120}/g) ?? [];
const source = `// Generated from assembly/ by \`pnpm generate:wasm\`. Do not edit.

/** The WebAssembly module in base64. */
export const moduleBase64: string = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("");
`;
writeFileSync(new URL("../src/wasm/module.generated.ts", import.meta.url), source);
