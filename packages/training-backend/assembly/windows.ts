// Windows that slide over one image, channels last. A geometry is 18 int32: input, output, window, strides, dilations and
// padding, each as depth, height, width.

@inline
function field(geometry: usize, group: i32, axis: i32): i32 {
  return load<i32>(geometry + (<usize>(3 * group + axis) << 2));
}

/** Where the taps of a window along one axis start, in input elements. */
@inline
function origin(geometry: usize, axis: i32, window: i32): i32 {
  return window * field(geometry, 3, axis) - field(geometry, 5, axis);
}

/** The input element of a tap along one axis, −1 where it lies outside. */
@inline
function element(geometry: usize, axis: i32, window: i32, tap: i32): i32 {
  const at = origin(geometry, axis, window) + tap * field(geometry, 4, axis);
  return at >= 0 && at < field(geometry, 0, axis) ? at : -1;
}

/** patches[window, tap, channel] = x at the tap, 0 where the tap lies outside. */
export function gatherPatches(geometry: usize, channels: i32, x: usize, patches: usize): void {
  walkPatches(geometry, channels, x, patches, false);
}

/** x at each tap += patches[window, tap, channel]. */
export function scatterPatches(geometry: usize, channels: i32, patches: usize, x: usize): void {
  walkPatches(geometry, channels, x, patches, true);
}

@inline
function walkPatches(geometry: usize, channels: i32, x: usize, patches: usize, scatters: bool): void {
  const taps = field(geometry, 2, 2);
  const dilation = field(geometry, 4, 2);
  const width = field(geometry, 0, 2);
  const pixel = (<usize>channels) << 2;
  for (let depth = 0; depth < field(geometry, 1, 0); depth++) {
    for (let row = 0; row < field(geometry, 1, 1); row++) {
      for (let column = 0; column < field(geometry, 1, 2); column++) {
        const first = origin(geometry, 2, column);
        for (let d = 0; d < field(geometry, 2, 0); d++) {
          const z = element(geometry, 0, depth, d);
          for (let r = 0; r < field(geometry, 2, 1); r++) {
            const y = element(geometry, 1, row, r);
            const inside = z >= 0 && y >= 0;
            const line = x + <usize>(z * field(geometry, 0, 1) + y) * <usize>width * pixel;
            if (inside && dilation == 1 && first >= 0 && first + taps <= width) {
              // The taps of a row lie side by side.
              const run = taps * channels;
              if (scatters) addRun(line + <usize>first * pixel, patches, run);
              else copyRun(patches, line + <usize>first * pixel, run);
              patches += <usize>taps * pixel;
              continue;
            }
            for (let tap = 0; tap < taps; tap++) {
              const at = first + tap * dilation;
              if (inside && at >= 0 && at < width) {
                if (scatters) addRun(line + <usize>at * pixel, patches, channels);
                else copyRun(patches, line + <usize>at * pixel, channels);
              } else if (!scatters) {
                memory.fill(patches, 0, pixel);
              }
              patches += pixel;
            }
          }
        }
      }
    }
  }
}

@inline
function copyRun(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
  }
}

@inline
function addRun(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    to += 4;
    from += 4;
  }
}

/** dx at the first largest element of each window += dy of the window. */
export function maximumGradient(geometry: usize, channels: i32, x: usize, dy: usize, dx: usize): void {
  const pixel = (<usize>channels) << 2;
  for (let depth = 0; depth < field(geometry, 1, 0); depth++) {
    for (let row = 0; row < field(geometry, 1, 1); row++) {
      for (let column = 0; column < field(geometry, 1, 2); column++) {
        let c = 0;
        for (; c + 4 <= channels; c += 4) {
          const shift = (<usize>c) << 2;
          const best = bestTaps(geometry, depth, row, column, x + shift, pixel);
          addAtTaps(geometry, depth, row, column, dx + shift, pixel, best, v128.load(dy + shift));
        }
        for (; c < channels; c++) {
          const shift = (<usize>c) << 2;
          const best = bestTap(geometry, depth, row, column, x + shift, pixel);
          if (best == 0) continue;
          const at = dx + shift + (best - 1) * pixel;
          store<f32>(at, load<f32>(at) + load<f32>(dy + shift));
        }
        dy += pixel;
      }
    }
  }
}

/** The pixel of a tap, plus 1; 0 where it lies outside. */
@inline
function pixelOf(geometry: usize, depth: i32, row: i32, column: i32, d: i32, r: i32, t: i32): usize {
  const z = element(geometry, 0, depth, d);
  const y = element(geometry, 1, row, r);
  const at = element(geometry, 2, column, t);
  if (z < 0 || y < 0 || at < 0) return 0;
  return <usize>((z * field(geometry, 0, 1) + y) * field(geometry, 0, 2) + at) + 1;
}

@inline
function bestTaps(geometry: usize, depth: i32, row: i32, column: i32, x: usize, pixel: usize): v128 {
  let best = i32x4.splat(0);
  let largest = f32x4.splat(0);
  for (let d = 0; d < field(geometry, 2, 0); d++) {
    for (let r = 0; r < field(geometry, 2, 1); r++) {
      for (let t = 0; t < field(geometry, 2, 2); t++) {
        const at = pixelOf(geometry, depth, row, column, d, r, t);
        if (at == 0) continue;
        const value = v128.load(x + (at - 1) * pixel);
        const isLarger = v128.or(f32x4.gt(value, largest), i32x4.eq(best, i32x4.splat(0)));
        largest = v128.bitselect(value, largest, isLarger);
        best = v128.bitselect(i32x4.splat(<i32>at), best, isLarger);
      }
    }
  }
  return best;
}

@inline
function addAtTaps(
  geometry: usize,
  depth: i32,
  row: i32,
  column: i32,
  dx: usize,
  pixel: usize,
  best: v128,
  gradient: v128,
): void {
  for (let d = 0; d < field(geometry, 2, 0); d++) {
    for (let r = 0; r < field(geometry, 2, 1); r++) {
      for (let t = 0; t < field(geometry, 2, 2); t++) {
        const at = pixelOf(geometry, depth, row, column, d, r, t);
        if (at == 0) continue;
        const to = dx + (at - 1) * pixel;
        const share = v128.and(gradient, i32x4.eq(best, i32x4.splat(<i32>at)));
        v128.store(to, f32x4.add(v128.load(to), share));
      }
    }
  }
}

@inline
function bestTap(geometry: usize, depth: i32, row: i32, column: i32, x: usize, pixel: usize): usize {
  let best: usize = 0;
  let largest: f32 = 0;
  for (let d = 0; d < field(geometry, 2, 0); d++) {
    for (let r = 0; r < field(geometry, 2, 1); r++) {
      for (let t = 0; t < field(geometry, 2, 2); t++) {
        const at = pixelOf(geometry, depth, row, column, d, r, t);
        if (at == 0) continue;
        const value = load<f32>(x + (at - 1) * pixel);
        if (best == 0 || value > largest) {
          largest = value;
          best = at;
        }
      }
    }
  }
  return best;
}
