import type { Kernels } from "@bnnkit/kernels";

interface Region {
  readonly start: number;
  isOpen: boolean;
}

const regions = new WeakMap<Kernels, Region[]>();

/** Marks what is allocated in an arena from here on; the returned function gives it back.
 *
 *  An arena is a stack, but sessions and requests may end in any order: memory goes back as soon as nothing
 *  above it is in use any more. Calling the function again does nothing. */
export function openRegion(kernels: Kernels): () => void {
  const stack = regions.get(kernels) ?? [];
  regions.set(kernels, stack);
  const region: Region = { start: kernels.mark(), isOpen: true };
  stack.push(region);
  return () => {
    region.isOpen = false;
    for (let top = stack.at(-1); top !== undefined && !top.isOpen; top = stack.at(-1)) {
      stack.pop();
      kernels.release(top.start);
    }
  };
}
