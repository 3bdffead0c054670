import type { ModelFile } from "../engine/model-file.ts";

/** Where the two files of a model lie: `import * as model from "@bnnkit/model-en-de"` is one. */
export interface ModelSource {
  readonly modelUrl: string | URL;
  readonly tokenizerUrl: string | URL;
  /** SHA-256 of the model file in hexadecimal: with it the file is checked, and kept in the browser's cache. */
  readonly modelSha256?: string;
  readonly tokenizerSha256?: string;
  /** Lengths in bytes, for progress where the server names none. */
  readonly modelBytes?: number;
  readonly tokenizerBytes?: number;
}

/** The files of a model, with absolute addresses.
 *  @throws TypeError for a source that is none. */
export function modelFiles(
  source: ModelSource,
): Readonly<Record<"model" | "tokenizer", ModelFile>> {
  return {
    model: {
      url: absolute("modelUrl", source.modelUrl),
      sha256: source.modelSha256,
      bytes: source.modelBytes,
    },
    tokenizer: {
      url: absolute("tokenizerUrl", source.tokenizerUrl),
      sha256: source.tokenizerSha256,
      bytes: source.tokenizerBytes,
    },
  };
}

function absolute(name: string, url: string | URL): string {
  const isUrl = typeof url === "string" ? url !== "" : url instanceof URL;
  if (!isUrl) throw new TypeError(`createTranslator: model.${name} must be a URL, got ${url}`);
  return new URL(url, document.baseURI).href;
}
