/** Copying memory is a call out of the module, too much for a few pixels. */
export function copyBytes(from: usize, to: usize, bytes: usize): void {
  for (; bytes >= 16; bytes -= 16) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (; bytes >= 4; bytes -= 4) {
    store<u32>(to, load<u32>(from));
    from += 4;
    to += 4;
  }
  for (; bytes > 0; bytes--) store<u8>(to++, load<u8>(from++));
}
