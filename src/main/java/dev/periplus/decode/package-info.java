/**
 * Headers, read in place: link layer, IP, transport, tunnels; fragments are put together again.
 *
 * <p>In: the bytes of a captured packet. Out: one call of {@link dev.periplus.decode.PacketHandler} for each IP packet
 * found, outermost first. Runs on a shard's thread; nothing is allocated per packet, nothing is thrown for bad bytes.
 */
@NullMarked
package dev.periplus.decode;

import org.jspecify.annotations.NullMarked;
