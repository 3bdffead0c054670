// A process that does nothing, so that another one's memory can be compared with it.
import { peakMemoryBytes } from "./peak-memory.ts";

process.stdout.write(`${JSON.stringify({ peakBytes: peakMemoryBytes(), arenaPeakBytes: 0 })}\n`);
