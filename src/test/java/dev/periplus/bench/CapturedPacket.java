package dev.periplus.bench;

import dev.periplus.decode.Decoder;

/**
 * A packet of a capture, held in memory.
 *
 * @param bytes captured bytes
 * @param wire length on the wire
 * @param time nanoseconds since the epoch
 * @param linkType LINKTYPE number of the pcap and pcapng formats
 * @param capture index of the capture in its folder
 * @param number number of the packet in its capture, from 1
 */
public record CapturedPacket(byte[] bytes, int wire, long time, int linkType, int capture, long number) {
    /** Decodes the packet. */
    public void decode(Decoder decoder) {
        decoder.decode(bytes, 0, bytes.length, wire, linkType, time, capture, number);
    }
}
