// Makes, uses and disposes of kernels `rounds` times; prints the bytes in use after a warm-up and at the end, as JSON.
// node --expose-gc create-run-dispose.mjs ROUNDS OPTIONS
import { createKernels, TapeBuilder } from "../dist/index.js";

const [rounds, options] = process.argv.slice(2).map((argument) => JSON.parse(argument));

// Node 20 waits for ever where the event loop is empty, a compilation is awaited and V8's optimizer wants a collection
// (https://github.com/nodejs/node/issues/54918): a timer keeps the loop alive.
const alive = setInterval(() => {}, 1000);
await run(rounds / 2);
const before = await bytesInUse();
await run(rounds);
console.log(JSON.stringify({ before, after: await bytesInUse() }));
clearInterval(alive);

async function run(count) {
  for (let i = 0; i < count; i++) {
    const kernels = await createKernels(options);
    const x = kernels.allocate(4 * 64);
    const rows = kernels.allocate(4);
    kernels.int32(rows, 1)[0] = 1;
    kernels.float32(x, 64).fill(-1);
    kernels.run(new TapeBuilder(kernels).relu({ x, rows, features: 64, out: x }).build());
    if (kernels.float32(x, 64).some((value) => value !== 0)) throw new Error("wrong result");
    kernels.dispose();
  }
}

/** What is left when all garbage is gone; buffers are freed a while after they are found to be garbage. */
async function bytesInUse() {
  for (let i = 0; i < 10; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { rss, external, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rss, external, heapUsed, arrayBuffers };
}
