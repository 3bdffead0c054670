import { checkIntegerBetween } from "@bnnkit/core";
import type { LinearMemory } from "./engine.ts";
import { RESERVED_BYTES, SLACK_BYTES } from "./tape/layout.ts";

/** Stack-wise allocation in a linear memory that grows by doubling up to `maximumBytes`. */
export class Arena {
  readonly #memory: LinearMemory;
  readonly #maximumBytes: number;
  readonly #bottom: number;
  #top: number = RESERVED_BYTES;

  /** @param keptBytes  Bytes at the start that are never given away. */
  constructor(memory: LinearMemory, maximumBytes: number, keptBytes: number = 0) {
    this.#memory = memory;
    this.#maximumBytes = maximumBytes;
    this.allocate(keptBytes);
    this.#bottom = this.#top;
  }

  get buffer(): ArrayBufferLike {
    return this.#memory.buffer;
  }

  get top(): number {
    return this.#top;
  }

  allocate(byteLength: number): number {
    checkIntegerBetween("allocate", "byteLength", byteLength, 0, Number.MAX_SAFE_INTEGER);
    const offset = this.#top;
    const top = offset + 16 * Math.ceil(byteLength / 16);
    this.#ensure(top + SLACK_BYTES, byteLength);
    this.#top = top;
    return offset;
  }

  release(mark: number): void {
    checkIntegerBetween("release", "mark", mark, this.#bottom, this.#top);
    if (mark % 16 !== 0) throw new RangeError(`release: mark must come from mark(), got ${mark}`);
    this.#top = mark;
  }

  #ensure(needed: number, asked: number): void {
    const size = this.#memory.buffer.byteLength;
    if (needed <= size) return;
    if (needed > this.#maximumBytes) {
      throw new RangeError(
        `allocate: ${asked} bytes must fit into maximumBytes (${this.#maximumBytes}), ${this.#top} are in use`,
      );
    }
    try {
      this.#memory.grow(Math.min(this.#maximumBytes, Math.max(needed, 2 * size)));
    } catch (cause) {
      this.#growExactly(needed, asked, cause);
    }
  }

  /** Twice the size may be refused where the size that is needed is not. */
  #growExactly(needed: number, asked: number, cause: unknown): void {
    try {
      this.#memory.grow(needed);
    } catch {
      throw new RangeError(`allocate: no memory for ${asked} more bytes, ${this.#top} are in use`, {
        cause,
      });
    }
  }
}
