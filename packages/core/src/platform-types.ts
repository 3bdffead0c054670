// Published declarations name these in place of the globals, so that they compile without the types of a platform, too.

/** The platform's `AbortSignal`; what there is of it where the compiler knows none. */
export type PlatformAbortSignal = typeof globalThis extends {
  AbortSignal: { prototype: infer Signal };
}
  ? Signal
  : { readonly aborted: boolean; readonly reason: unknown };

/** The platform's `URL`. */
export type PlatformUrl = typeof globalThis extends { URL: { prototype: infer Url } }
  ? Url
  : { readonly href: string };

/** The platform's `WebAssembly.Module`. */
export type PlatformWasmModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Module } };
}
  ? Module
  : object;
