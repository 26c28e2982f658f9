/**
 * Reads headers in place: link layer, IP, transport, tunnels; reassembles fragments.
 *
 * <p>In: the bytes of a captured packet. Out: one call of {@link dev.periplus.decode.PacketHandler} for each IP packet
 * found, outermost first. Runs on a shard's thread; allocates nothing per packet and never throws on bad bytes.
 */
@NullMarked
package dev.periplus.decode;

import org.jspecify.annotations.NullMarked;
