/** Of what a peer computes the part that may differ: rounding may turn a near tie round; a model that is not the same differs
 *  in most. */
export const mostNearTies = 0.1;
