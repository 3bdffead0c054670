/** A file of a model: where it lies, and what it must be. */
export interface ModelFile {
  /** Absolute. */
  readonly url: string;
  /** SHA-256 in hexadecimal. With it the file is checked, and kept in the browser's cache. */
  readonly sha256?: string | undefined;
  /** Length, for progress where the server names none. */
  readonly bytes?: number | undefined;
}

/** Name of the cache (of `CacheStorage`) in which files of models are kept. */
export const modelCacheName = "bnnkit-models";

/** The key of a file in the cache: other content is another entry. */
export function cacheKey(url: string, sha256: string): string {
  const key = new URL(url);
  key.searchParams.set("sha256", sha256);
  return key.href;
}
