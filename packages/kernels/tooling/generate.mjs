// Writes src/wasm/*.generated.ts: the compiled kernels, inlined so that no bundler needs to know about them.
// With --check it writes nothing and fails unless the files are what the sources compile to.
import { readFileSync, writeFileSync } from "node:fs";
import { compileKernels, modules } from "./compile.mjs";

for (const { isa, file, options } of modules) {
  const target = new URL(`../src/wasm/${file}`, import.meta.url);
  const source = inline(isa, await compileKernels(options));
  if (!process.argv.includes("--check")) {
    writeFileSync(target, source);
  } else if (readFileSync(target, "utf8") !== source) {
    console.error(`src/wasm/${file} is stale: run \`pnpm generate:wasm\``);
    process.exitCode = 1;
  }
}

function inline(isa, bytes) {
  const name = isa === "wasm-simd128" ? "simd128Base64" : "relaxedSimdBase64";
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,120}/g) ?? [];
  return `// Generated from assembly/ by \`pnpm generate:wasm\`. Do not edit.

/** The WebAssembly module of "${isa}" in base64. */
export const ${name}: string = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("");
`;
}
