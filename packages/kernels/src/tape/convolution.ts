// Shared with the AssemblyScript sources, hence plain integer constants.
// Positions of the operands that all binary convolutions have; those of the output follow from OUTPUT on.

export const BITS = 0;
export const WEIGHTS = 1;
export const TAP_COUNTS = 2;
/** Cell of the number of images. */
export const IMAGES = 3;
export const HEIGHT = 4;
export const WIDTH = 5;
export const PIXEL_BYTES = 6;
export const OUT_FEATURES = 7;
export const GROUPS = 8;
/** Channels of one group of the map. */
export const GROUP_FEATURES = 9;
/** Products that one tap adds to a sum: the channels of a group, 1 when depthwise. */
export const TAP_LENGTH = 10;
/** Bytes of a tap in a patch. */
export const TAP_BYTES = 11;
/** Bytes of a patch, a multiple of 4. */
export const PATCH_BYTES = 12;
export const KERNEL_HEIGHT = 13;
export const KERNEL_WIDTH = 14;
export const STRIDE_Y = 15;
export const STRIDE_X = 16;
export const DILATION_Y = 17;
export const DILATION_X = 18;
export const PAD_TOP = 19;
export const PAD_LEFT = 20;
export const OUT_HEIGHT = 21;
export const OUT_WIDTH = 22;
/** Pairs of patches that the scratch memory holds, 0 when depthwise. */
export const PAIRS = 23;
export const OUTPUT = 24;

/** Ranges of taps inside the map are kept in bytes, where 255 in each says that all are. */
export const LARGEST_KERNEL = 254;
/** Bytes behind a patch in scratch memory that copies of whole vectors may write. */
export const PATCH_SLACK_BYTES = 32;

/** Bytes of the counts of 128 depthwise channels: six bit planes, the lowest first. */
export const COUNT_PLANES_BYTES = 96;
/** Taps that these count; they go in twos. */
export const MOST_COUNTED_TAPS = 62;
