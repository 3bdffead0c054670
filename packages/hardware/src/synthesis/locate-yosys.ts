/** The release of Yosys that figures and proofs are of: counts differ between releases by up to half. */
export const yosysVersion = "0.55.944";

/** Where `@yowasp/yosys` is, to be imported by a worker.
 *  @throws Error if it is not installed, saying how. */
export function locateYosys(): string {
  try {
    const builtin = globalThis.process?.getBuiltinModule;
    if (builtin === undefined) return import.meta.resolve("@yowasp/yosys");
    const path = builtin("node:module")
      .createRequire(import.meta.url)
      .resolve("@yowasp/yosys");
    return builtin("node:url").pathToFileURL(path).href;
  } catch (cause) {
    throw new Error(
      `synthesis: @yowasp/yosys must be installed: npm install @yowasp/yosys@${yosysVersion}`,
      { cause },
    );
  }
}
