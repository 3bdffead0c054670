import { readFileSync } from "node:fs";

/** The most physical memory this process has held, in bytes.
 *
 *  On Linux `VmHWM`, because the resource usage there begins with that of the process that started this one. */
export function peakMemoryBytes(): number {
  if (process.platform === "linux") {
    const status = readFileSync("/proc/self/status", "utf8");
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kibibytes !== undefined) return 1024 * Number(kibibytes);
  }
  return 1024 * process.resourceUsage().maxRSS;
}
