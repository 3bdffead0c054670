import type { WasmIsa } from "../isa.ts";
import { moduleHashes } from "./hashes.generated.ts";
import type { WasmFile, WasmSource } from "./wasm-source.ts";

const features: Readonly<Record<WasmIsa, string>> = {
  "wasm-relaxed-simd": "relaxed SIMD",
  "wasm-simd128": "128-bit SIMD",
};

/** Every module starts so: "\0asm". A page that says "not found" does not. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** The host lacks what a module needs: a reason to take another one. */
export class MissingFeatureError extends Error {
  override readonly name = "Error";
}

/** What was given as a module of this package is none, or one of another version: no reason to fall back, but a mistake. */
export class WrongModuleError extends RangeError {
  override readonly name = "RangeError";
}

/**
 * Compiles a module.
 *
 * Rejects with a {@link MissingFeatureError} where WebAssembly or the SIMD that the module needs is missing, with a {@link WrongModuleError}
 * for what is not this version's module of the instruction set.
 */
export async function compileModule(isa: WasmIsa, source: WasmSource): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object") throw new MissingFeatureError("WebAssembly is missing");
  const module = await compile(isa, typeof source === "function" ? source() : source);
  checkIdentity(isa, module);
  return module;
}

/**
 * @throws WrongModuleError unless it is a module, the bytes of one, or where to get them.
 */
export function checkSource(isa: WasmIsa, source: WasmSource): void {
  const isBytes = bytesOf(source) !== undefined;
  if (isBytes || typeof source === "function" || isModule(source)) return;
  throw new WrongModuleError(
    `createKernels: wasm["${isa}"] must be the bytes of a .wasm file or a WebAssembly.Module`,
  );
}

async function compile(isa: WasmIsa, file: WasmFile): Promise<WebAssembly.Module> {
  const bytes = bytesOf(file);
  if (bytes === undefined) return file;
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) {
    throw new WrongModuleError(`createKernels: wasm["${isa}"] must start with the bytes "\\0asm"`);
  }
  if (!WebAssembly.validate(bytes)) {
    throw new MissingFeatureError(`WebAssembly has no ${features[isa]}`);
  }
  return WebAssembly.compile(bytes);
}

function isModule(source: WasmSource): boolean {
  return Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
}

/** The bytes of a module, undefined for what is compiled already or not yet fetched. */
export function bytesOf(file: WasmSource): Uint8Array<ArrayBuffer> | undefined {
  if (file instanceof ArrayBuffer) return new Uint8Array(file);
  return file instanceof Uint8Array ? new Uint8Array(file) : undefined;
}

/** Every module of ours carries a section with its instruction set and its hash. */
function checkIdentity(isa: WasmIsa, module: WebAssembly.Module): void {
  const expected = `${isa} ${moduleHashes[isa]}`;
  const [section] = WebAssembly.Module.customSections(module, "bnnkit");
  const actual = section === undefined ? "none of ours" : new TextDecoder().decode(section);
  if (actual !== expected) {
    throw new WrongModuleError(
      `createKernels: wasm["${isa}"] must be this version's module (${expected}), got ${actual}`,
    );
  }
}
