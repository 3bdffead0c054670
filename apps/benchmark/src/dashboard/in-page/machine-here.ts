import type { Machine } from "../../report/machine.ts";

const engines: readonly (readonly [name: string, version: RegExp])[] = [
  ["Firefox", /Firefox\/([\d.]+)/],
  ["Edge", /Edg\/([\d.]+)/],
  ["Chromium", /Chrome\/([\d.]+)/],
  ["Safari", /Version\/([\d.]+).* Safari\//],
];

/** Name and version of a browser, from what it says of itself. */
export function browserName(userAgent: string): string {
  for (const [name, version] of engines) {
    const found = version.exec(userAgent);
    if (found !== null) return `${name} ${found[1]}`;
  }
  return "unknown browser";
}

/** What a browser tells of its machine; of load, Node and the kind of processor that is nothing.
 *  @param processor  as the visitor names it */
export function machineHere(processor: string): Machine {
  const { userAgent, hardwareConcurrency } = navigator;
  const gibibytes: unknown = Reflect.get(navigator, "deviceMemory");
  return {
    processor: processor.trim() === "" ? "unknown processor" : processor.trim(),
    cores: hardwareConcurrency,
    memoryBytes: typeof gibibytes === "number" ? gibibytes * 2 ** 30 : 0,
    system: /\(([^)]*)\)/.exec(userAgent)?.[1] ?? "unknown system",
    loadAverage: 0,
    node: "",
    v8: "",
    browser: browserName(userAgent),
  };
}
