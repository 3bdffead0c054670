import { type Bytes, byteView, type SlicedBytes, writeSafetensors } from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import { expect, test } from "vitest";
import { pieceBytes, readTensors } from "../../src/checkpoint/checkpoint-tensors.ts";
import { readCheckpoint } from "../../src/checkpoint/index.ts";
import { inShards } from "./checkpoint-writer.ts";
import { smallBitnet } from "./small-bitnet.ts";
import { smallGpt2 } from "./small-gpt2.ts";

/** Files of which slices are handed out, and the lengths of these. */
function sliced(files: ReadonlyMap<string, Bytes | string>) {
  const lengths: number[] = [];
  let open = 0;
  let mostOpen = 0;
  const contents = [...files].map(([name, content]): [string, SlicedBytes | string] => {
    if (typeof content === "string") return [name, content];
    const bytes = byteView(content) ?? new Uint8Array();
    const slice = (start: number, end: number) => ({
      arrayBuffer: async () => {
        mostOpen = Math.max(mostOpen, ++open);
        const part = new Uint8Array(end - start);
        part.set(bytes.subarray(start, end));
        await Promise.resolve();
        lengths.push(end - start);
        open--;
        return part.buffer;
      },
    });
    return [name, { size: bytes.length, slice }];
  });
  return { files: new Map(contents), lengths, mostOpen: () => mostOpen };
}

test.each([
  ["BitNet", smallBitnet().files, smallBitnet().tensors],
  ["BitNet in shards", inShards(smallBitnet().files, smallBitnet().tensors), smallBitnet().tensors],
  ["GPT-2", smallGpt2().files, smallGpt2().tensors],
])("%s is read a tensor at a time, each once, as from memory", async (_, files, tensors) => {
  const reader = sliced(files);
  const { model } = await readCheckpoint(reader.files);
  expect(model).toEqual((await readCheckpoint(files)).model);
  expect(reader.mostOpen()).toBe(1);
  const sizes = [...tensors.values()].map(({ data }) => data.byteLength);
  // Up to two slices of a header for each file, 4096 bytes and the whole of it.
  const shards = [...files.values()].filter((content) => typeof content !== "string");
  const [headers, bodies] = [reader.lengths.slice(0, 2 * shards.length), reader.lengths.length];
  expect(bodies).toBeLessThanOrEqual(headers.length + sizes.length);
  const behind = reader.lengths.slice(headers.length);
  expect(Math.max(...behind)).toBeLessThanOrEqual(Math.max(...sizes));
});

test("a large tensor of small floats is widened some rows at a time", async () => {
  const { integer } = createRandom(3);
  const shape = [7, 600_011];
  const data = Uint16Array.from({ length: 7 * 600_011 }, () => integer(0x3f00, 0x3fff));
  const file = writeSafetensors({
    tensors: new Map([["t", { dtype: "BF16", shape, data }]]),
    metadata: {},
  });
  const reader = sliced(new Map([["model.safetensors", file]]));
  const numbers = await (await readTensors("test", reader.files)).floats("t", shape);
  expect(new Uint32Array(numbers.buffer).every((bits, i) => bits === data[i] << 16)).toBe(true);
  // 3 rows of 1.2 MB are less than 4 MiB.
  const most = 3 * 2 * 600_011;
  expect(most).toBeLessThan(pieceBytes);
  expect(Math.max(...reader.lengths)).toBe(most);
});
