/**
 * Moves packets across threads: batches of descriptors in a Disruptor ring, from which each shard takes its own
 * packets.
 *
 * <p>In: packets from the reading thread. Out: packets on the shard threads, and their results on the outlet's thread.
 * The only importer of {@code com.lmax}.
 */
@NullMarked
package dev.periplus.ring;

import org.jspecify.annotations.NullMarked;
