/** Which cache row ("slot") holds the key and value of each position of each hypothesis.
 *
 *  Row r of `table` lists the slots of hypothesis r, oldest position first. Hypotheses with a common prefix
 *  share its slots; when a search reorders or drops hypotheses only this table changes, never the cache.
 *  A slot that no hypothesis lists is used again. */
export class KeyTable {
  /** Positions in each listed hypothesis. */
  length = 0;
  /** Slots that the cache has. */
  capacity: number;
  /** `rows × stride` int32; entries past `length` in a row mean nothing. */
  table: Int32Array;
  readonly stride: number;
  #spare: Int32Array;
  #lastUse: Int32Array;
  #sweep = 0;

  /** @param rows  most hypotheses at a time.  @param stride  most positions. */
  constructor(rows: number, stride: number, capacity: number) {
    this.stride = stride;
    this.capacity = capacity;
    this.table = new Int32Array(rows * stride);
    this.#spare = new Int32Array(rows * stride);
    this.#lastUse = new Int32Array(capacity);
  }

  /** Makes hypothesis r continue what was hypothesis `parents[r]` (in the first step: an empty one).
   *  @returns the slots that the cache must have so that {@link append} can give each row a new one. */
  reorder(parents: readonly number[]): number {
    const { length, stride, table } = this;
    const next = this.#spare;
    const stamp = length + 1;
    let inUse = 0;
    parents.forEach((parent, row) => {
      for (let position = 0; position < length; position++) {
        const slot = table[parent * stride + position];
        next[row * stride + position] = slot;
        if (this.#lastUse[slot] !== stamp) inUse++;
        this.#lastUse[slot] = stamp;
      }
    });
    this.#spare = table;
    this.table = next;
    return inUse + parents.length;
  }

  /** Raises the capacity; the slots that exist keep their numbers. */
  grow(capacity: number): void {
    const lastUse = new Int32Array(capacity);
    lastUse.set(this.#lastUse);
    this.#lastUse = lastUse;
    this.capacity = capacity;
  }

  /** Adds a position to the first `rows` hypotheses; `slots[r]` receives the slot of row r. */
  append(rows: number, slots: Int32Array): void {
    const stamp = this.length + 1;
    for (let row = 0; row < rows; row++) {
      while (this.#lastUse[this.#sweep] === stamp) this.#sweep = (this.#sweep + 1) % this.capacity;
      this.#lastUse[this.#sweep] = stamp;
      slots[row] = this.#sweep;
      this.table[row * this.stride + this.length] = this.#sweep;
    }
    this.length++;
  }
}
