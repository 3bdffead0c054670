import { expect, test } from "vitest";
import { buildNative, NativeProduct } from "../../src/peers/native-program.ts";

test("a compiler that is not there is named", async () => {
  const build = { source: "popcnt-product.c", compiler: "no-such-compiler", flags: [] };
  await expect(buildNative(build)).rejects.toThrow("no no-such-compiler on the PATH");
});

test("a program that is refused is named", async () => {
  const build = { source: "no-such-file.c", compiler: process.execPath, flags: [] };
  await expect(buildNative(build)).rejects.toThrow("does not compile no-such-file.c");
});

test("a program that ends early is an error with what it said", async () => {
  const product = new NativeProduct(
    process.execPath,
    [Buffer.from("throw new Error('lacking')")],
    4,
  );
  product.time(1).catch(() => undefined);
  const ended = product.result();
  await product.dispose();
  await expect(ended).rejects.toThrow("lacking");
});
