/**
 * How packets cross threads: batches of descriptors in a Disruptor ring, each shard taking its own flows.
 *
 * <p>In: packets from the reading thread. Out: packets on the shard threads. The only importer of {@code com.lmax}.
 */
@NullMarked
package dev.periplus.ring;

import org.jspecify.annotations.NullMarked;
