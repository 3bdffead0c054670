/** A file that breaks its format; the message says what is wrong and where. */
export class MalformedFileError extends RangeError {
  override readonly name = "MalformedFileError";
}
