/** Results of earlier runs by their keys: a folder, a database, a Map. */
export interface SynthesisCache {
  get(key: string): Promise<string | undefined> | string | undefined;
  set(key: string, value: string): Promise<void> | void;
}

/** A cache in memory. */
export function memoryCache(): SynthesisCache {
  const results = new Map<string, string>();
  return {
    get: (key) => results.get(key),
    set: (key, value) => void results.set(key, value),
  };
}

/** The SHA-256 of what a result depends on, as 64 hexadecimal digits. */
export async function cacheKey(...parts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
