import { describe, expect, test, vi } from "vitest";
import { readFileSource } from "../src/file-source.ts";

const limits = { where: "load: model", maximumBytes: 8 };
const bytes = Uint8Array.of(7, 8, 9);
const dataUrl = "data:application/octet-stream;base64,BwgJ";
const disk = globalThis.process?.getBuiltinModule?.("node:fs");

/** An answer whose chunks come one by one; `cancelled` is called with the reason when nobody reads on. */
function answer(
  chunks: readonly number[][],
  cancelled = vi.fn(),
  init: ResponseInit = {},
): Response {
  const rest = chunks.map((chunk) => Uint8Array.from(chunk));
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: (controller) => {
        const chunk = rest.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: cancelled,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, init);
}

describe("readFileSource", () => {
  test.each([
    ["a Uint8Array", () => bytes],
    ["an ArrayBuffer", () => bytes.slice().buffer],
    ["a part of a buffer", () => new DataView(Uint8Array.of(1, 7, 8, 9, 1).buffer, 1, 3)],
    ["other elements", () => Int8Array.from(bytes)],
    ["a Blob", () => new Blob([bytes])],
    ["a Response", () => new Response(bytes)],
    ["a Response in chunks", () => answer([[7], [], [8, 9]])],
    ["a URL", () => new URL(dataUrl)],
    ["the text of a URL", () => dataUrl],
  ])("reads %s", async (_, make) => {
    expect([...(await readFileSource(make(), limits))]).toEqual([7, 8, 9]);
  });

  test("an answer without a body is empty", async () => {
    expect((await readFileSource(new Response(null), limits)).length).toBe(0);
  });

  test("takes no copy of bytes", async () => {
    expect(await readFileSource(bytes, limits)).toBe(bytes);
  });

  test.each([undefined, null, 3, true, {}, [1, 2]])("refuses %o", async (value) => {
    // @ts-expect-error: the argument is wrong on purpose
    await expect(readFileSource(value, limits)).rejects.toThrow(
      "load: model must be bytes, a Response, a Blob or a URL, got",
    );
  });

  test("names the HTTP status, and does not read the page", async () => {
    const cancelled = vi.fn();
    const response = answer([[60]], cancelled, { status: 404 });
    await expect(readFileSource(response, limits)).rejects.toThrow(
      "load: model: the server answered with the HTTP status 404",
    );
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
  });

  test("an opaque answer", async () => {
    await expect(readFileSource(Response.error(), limits)).rejects.toThrow(
      "the server answered with an opaque answer (no-cors)",
    );
  });

  test("a body that was read before", async () => {
    const response = new Response(bytes);
    await response.arrayBuffer();
    await expect(readFileSource(response, limits)).rejects.toThrow("was read before");
  });

  test.each(["http://", "data:text/plain;base64,*", "nosuchscheme:x"])(
    "says which URL cannot be fetched: %s",
    async (url) => {
      await expect(readFileSource(url, limits)).rejects.toThrow(`load: model: "${url}" could not`);
    },
  );
});

describe("the limit", () => {
  const message = "load: model must have at most 8 bytes, got 9 or more";

  test("by the length that the server states, before anything is read", async () => {
    const cancelled = vi.fn();
    const response = answer([[1]], cancelled, { headers: { "Content-Length": "9" } });
    await expect(readFileSource(response, limits)).rejects.toThrow(message);
    expect(cancelled).toHaveBeenCalled();
  });

  test("by what has come, where the server states none", async () => {
    const cancelled = vi.fn();
    const endless = answer(
      Array.from({ length: 100 }, () => [1, 2, 3]),
      cancelled,
    );
    await expect(readFileSource(endless, limits)).rejects.toThrow(message);
    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  test("of a Blob", async () => {
    await expect(readFileSource(new Blob(["123456789"]), limits)).rejects.toThrow(message);
  });

  test("is the greatest that is read", async () => {
    const eight = answer([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    expect((await readFileSource(eight, limits)).length).toBe(8);
  });
});

describe("the signal", () => {
  test("reaches fetch", async () => {
    const fetched = vi.spyOn(globalThis, "fetch");
    const { signal } = new AbortController();
    try {
      await readFileSource(dataUrl, { ...limits, signal });
      expect(fetched).toHaveBeenCalledWith(dataUrl, { signal });
    } finally {
      fetched.mockRestore();
    }
  });

  test("ends a read that waits", async () => {
    const control = new AbortController();
    const cancelled = vi.fn();
    const silent = new Response(new ReadableStream({ cancel: cancelled }));
    const reading = readFileSource(silent, { ...limits, signal: control.signal });
    control.abort(new Error("never mind"));
    await expect(reading).rejects.toThrow("never mind");
    expect(cancelled).toHaveBeenCalled();
  });

  test("that was aborted before lets nothing be read", async () => {
    const signal = AbortSignal.abort(new Error("never mind"));
    const reading = readFileSource(dataUrl, { ...limits, signal });
    await expect(reading).rejects.toThrow("never mind");
  });
});

describe.runIf(disk !== undefined)("Node", () => {
  const here = new URL(import.meta.url);

  test("reads file: URLs from the disk", async () => {
    for (const source of [here, here.href]) {
      const read = await readFileSource(source, { ...limits, maximumBytes: 100_000 });
      expect(new TextDecoder().decode(read)).toBe(disk?.readFileSync(here, "utf8"));
    }
    await expect(readFileSource(here, limits)).rejects.toThrow("must have at most 8 bytes");
  });

  test("a file that is not there", async () => {
    await expect(readFileSource(new URL("./none", here), limits)).rejects.toThrow("ENOENT");
  });

  test("the path of a file is no URL", async () => {
    await expect(readFileSource("./model.safetensors", limits)).rejects.toThrow(
      "give an absolute URL, file: for a path, or the bytes",
    );
  });
});
