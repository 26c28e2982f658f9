/**
 * Reads packets from capture files in the common formats and, through pcap4j or shared memory, from interfaces.
 *
 * <p>In: paths, streams, names of interfaces. Out: packets passed to a {@link dev.periplus.capture.PacketSink} on the
 * reading thread. The only importer of {@code org.pcap4j}.
 */
@NullMarked
package dev.periplus.capture;

import org.jspecify.annotations.NullMarked;
