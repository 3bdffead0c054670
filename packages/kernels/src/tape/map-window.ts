// Shared with the AssemblyScript sources, hence plain integer constants.
// Positions of the operands that a window over a map has; those of the operation follow from MAP_WINDOW_END on.

/** Cell of the number of images. */
export const MAP_IMAGES = 0;
export const MAP_HEIGHT = 1;
export const MAP_WIDTH = 2;
export const TAP_ROWS = 3;
export const TAP_COLUMNS = 4;
export const MAP_STRIDE_Y = 5;
export const MAP_STRIDE_X = 6;
export const MAP_DILATION_Y = 7;
export const MAP_DILATION_X = 8;
export const MAP_PAD_TOP = 9;
export const MAP_PAD_LEFT = 10;
export const PLACE_ROWS = 11;
export const PLACE_COLUMNS = 12;
export const MAP_WINDOW_END = 13;
