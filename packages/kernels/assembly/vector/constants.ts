/**
 * A vector that is the same for a whole loop, from static memory. Written as a literal, V8 would build it anew at every
 * use; in a loop of few instructions that costs a quarter of the speed.
 */
// @ts-ignore: decorator
@inline
export function constant(at: usize): v128 {
  return v128.load(at);
}
