/** The JavaScript engine this runs on, for people and for choices of kernels: "V8 13.6.233", or what a browser calls itself. */
export function engineName(): string {
  const v8 = v8Version();
  if (v8 !== undefined) return `V8 ${v8}`;
  return typeof navigator === "object" ? navigator.userAgent : "unknown";
}

/** The version of V8 where the host tells it, as Node does. */
export function v8Version(): string | undefined {
  if (typeof process !== "object") return undefined;
  const version: unknown = process.versions?.v8;
  return typeof version === "string" ? version.replace(/-.*$/, "") : undefined;
}
