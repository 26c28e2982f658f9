/**
 * Tracks flows: both directions of a 5-tuple, their counters, direction, expiry, and the first bytes each side sent.
 *
 * <p>In: decoded packets. Out: payload for inspection while a flow is undecided, and the flow itself when it ends. Runs
 * on a shard's thread; a flow belongs to one shard.
 */
@NullMarked
package dev.periplus.flow;

import org.jspecify.annotations.NullMarked;
