/** The sizes of an image of bits: planes one after the other, each row by row. */
export interface BitImage {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}
