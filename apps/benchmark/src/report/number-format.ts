/** Three significant digits, at most six after the point. */
export function significant(value: number): string {
  const digits = Math.floor(Math.log10(value));
  return Number.isFinite(digits) ? value.toFixed(Math.min(6, Math.max(0, 2 - digits))) : `${value}`;
}

/** Three significant digits and a prefix of the metric system: `30.0 G`. */
export function withPrefix(value: number): string {
  for (const [factor, prefix] of [
    [1e12, " T"],
    [1e9, " G"],
    [1e6, " M"],
    [1e3, " k"],
  ] as const) {
    if (value >= factor) return significant(value / factor) + prefix;
  }
  return significant(value);
}

/** `2.5 MiB`. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** `1 thread`, `2 threads`. */
export function countThreads(threads: number): string {
  return `${threads} thread${threads === 1 ? "" : "s"}`;
}
