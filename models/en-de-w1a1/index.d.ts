type PlatformUrl = typeof globalThis extends { URL: { prototype: infer Url } }
  ? Url
  : { readonly href: string };

/** Location of the packed model file. */
export declare const modelUrl: PlatformUrl;
/** Location of the standard `tokenizer.json` that the model was trained with. */
export declare const tokenizerUrl: PlatformUrl;
