import type { PlatformWasmModule } from "@bnnkit/core";
import type { WasmIsa } from "../isa.ts";

/** The bytes of one of this package's `.wasm` files, or a module compiled from them. */
export type WasmFile = Uint8Array | ArrayBuffer | PlatformWasmModule;

/** The files of the instruction sets that are to be tried. */
export type WasmFiles = Readonly<Partial<Record<WasmIsa, WasmFile>>>;

/** A file, or where to get one when it is needed. */
export type WasmSource = WasmFile | (() => Uint8Array<ArrayBuffer>);

export type WasmSources = Readonly<Partial<Record<WasmIsa, WasmSource>>>;
