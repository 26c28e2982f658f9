/**
 * Where packets enter: capture files of every usual form, and, through pcap4j, libpcap's filters.
 *
 * <p>In: paths, streams. Out: packets handed to a {@link dev.periplus.capture.PacketSink}, on the reading thread. The
 * only importer of {@code org.pcap4j}.
 */
@NullMarked
package dev.periplus.capture;

import org.jspecify.annotations.NullMarked;
