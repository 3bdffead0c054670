import type { Kernels, Tape } from "@bnnkit/kernels";

/** Arena memory of one request, given back as a whole. */
export interface Arena {
  readonly kernels: Kernels;
  /** @throws RangeError that says what to do when the arena's limit is reached. */
  allocate(byteLength: number): number;
  /** Allocates and fills an int32 array. */
  putInts(values: ArrayLike<number>): number;
  /** Runs a tape, and remembers its operations. */
  run(tape: Tape): void;
  /** Operations that have run, by name. */
  readonly operations: ReadonlySet<string>;
  /** Most bytes in use at a time so far, weights included. */
  peakBytes(): number;
}

/** Opens an arena over kernels; `what` names the work in error messages. */
export function openArena(kernels: Kernels, what: string): Arena {
  let peak = kernels.mark();
  const operations = new Set<string>();
  const allocate = (byteLength: number): number => {
    try {
      const offset = kernels.allocate(Math.max(16, byteLength));
      peak = Math.max(peak, kernels.mark());
      return offset;
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw new RangeError(
        `${what}: not enough memory for ${byteLength} more bytes (${kernels.mark()} in use); ` +
          "use a smaller batchTokens, beamSize or maximumLength, or createKernels with a larger maximumBytes",
        { cause },
      );
    }
  };
  return {
    kernels,
    allocate,
    putInts(values) {
      const offset = allocate(4 * values.length);
      kernels.int32(offset, values.length).set(values);
      return offset;
    },
    run(tape) {
      kernels.run(tape);
      for (const operation of tape.operations) operations.add(operation);
    },
    operations,
    peakBytes: () => peak,
  };
}
