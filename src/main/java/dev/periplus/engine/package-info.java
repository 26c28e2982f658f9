/**
 * Wires the packet path (captures, ring, shards, correlator, records) and counts what happens in a run.
 *
 * <p>In: packets on the caller's thread. Out: settled records on the outlet's thread, one at a time.
 */
@NullMarked
package dev.periplus.engine;

import org.jspecify.annotations.NullMarked;
