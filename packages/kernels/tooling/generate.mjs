// Writes src/wasm/*.generated.ts: the compiled kernels, inlined so that no bundler needs to know about them, their hashes
// in a file of their own, and src/wasm/*.wasm: the same bytes for those who want files; and
// src/threads/helper-program.generated.ts: the program of helper threads, inlined as well; and
// assembly/dispatch.generated.ts: the operators by their opcodes.
// With --check it writes nothing and fails unless the files are what the sources compile to.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { compileKernels, modules } from "./compile.mjs";
import { dispatch } from "./dispatch.mjs";
import { helperProgram } from "./helper-program.mjs";

// First, since the kernels are compiled with it.
write("../assembly/dispatch.generated.ts", Buffer.from(dispatch()));
const hashes = [];
for (const { isa, file, options } of modules) {
  const binary = await compileKernels(options);
  const hash = createHash("sha256").update(binary).digest("hex");
  hashes.push(`  "${isa}": "${hash}",`);
  const bytes = withIdentity(binary, `${isa} ${hash}`);
  write(`wasm/${file}.generated.ts`, Buffer.from(inlineModule(isa, bytes)));
  write(`wasm/${file}.wasm`, bytes);
}
write("wasm/hashes.generated.ts", Buffer.from(listHashes()));
write("threads/helper-program.generated.ts", Buffer.from(inlineProgram(helperProgram())));

function write(file, contents) {
  const target = new URL(`../src/${file}`, import.meta.url);
  if (!process.argv.includes("--check")) {
    writeFileSync(target, contents);
  } else if (!readFileSync(target).equals(contents)) {
    console.error(`src/${file} is stale: run \`pnpm generate:wasm\``);
    process.exitCode = 1;
  }
}

/** Appends a custom section "bnnkit", from which a compiled module can be told to be ours, and of which version. */
function withIdentity(binary, identity) {
  const name = Buffer.from("bnnkit");
  const contents = Buffer.concat([Buffer.from([name.length]), name, Buffer.from(identity)]);
  if (contents.length > 127) throw new RangeError("the section's length must fit into seven bits");
  return Buffer.concat([binary, Buffer.from([0, contents.length]), contents]);
}

function inlineModule(isa, bytes) {
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

function listHashes() {
  return `// Generated from assembly/ by \`pnpm generate:wasm\`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
${hashes.join("\n")}
};
`;
}

function inlineProgram(program) {
  const lines = program.trimEnd().split("\n");
  return `// Generated from helper-program.ts by \`pnpm generate:wasm\`. Do not edit.

/** The program of a helper thread in JavaScript. */
export const helperProgram: string = [
${lines.map((line) => `  ${JSON.stringify(line)},`).join("\n")}
].join("\\n");
`;
}
