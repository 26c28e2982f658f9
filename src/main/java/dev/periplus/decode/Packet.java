package dev.periplus.decode;

import dev.periplus.address.Transport;
import java.util.Objects;

/**
 * A decoded IP packet: where its headers and payload lie in the captured bytes. One instance per shard, refilled for
 * every layer of every packet; plain fields, because every one of them is read for every packet.
 */
public final class Packet {
    /** IP protocol numbers of the transports that are decoded. */
    public static final int TCP = Transport.TCP;

    public static final int UDP = Transport.UDP;
    public static final int SCTP = Transport.SCTP;
    public static final int ICMP = Transport.ICMP;
    public static final int ICMP6 = Transport.ICMP6;

    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    /** Hold the packet. Not to be changed or kept. */
    public byte[] bytes = {};

    /** Nanoseconds since the epoch. */
    public long time;

    /**
     * Latest capture time known when this packet's turn came, nanoseconds since the epoch; never goes back. Of the
     * beginning of a datagram that stayed unfinished, the time at which it expired.
     */
    public long clock;

    /** True for a further message of an SCTP packet that was handed on before: the packet is counted already. */
    public boolean bundled;

    /** Index of the capture in the run, and number of the packet in it, from 1. */
    public int capture;

    public long number;

    private static final int NUMBER_BITS = 40;

    /** Capture and number in one; {@link #captureOf} and {@link #numberOf} take it apart. */
    public long place() {
        return place(capture, number);
    }

    /** Index of the capture in the run, and number of the packet in it, from 1. */
    public static long place(int capture, long number) {
        return (long) capture << NUMBER_BITS | number;
    }

    public static int captureOf(long place) {
        return (int) (place >>> NUMBER_BITS);
    }

    public static long numberOf(long place) {
        return place & (1L << NUMBER_BITS) - 1;
    }

    /** Bytes of the whole frame on the wire; of a reassembled datagram, of all its frames. */
    public int wireLength;

    /** Where the captured frame begins in {@link #bytes}; evidence offsets count from here. */
    public int frameOffset;

    /**
     * True where the payload lies in a reassembled datagram, or in the beginning of one that stayed unfinished: offsets
     * do not point into the frame.
     */
    public boolean reassembled;

    /** The datagram that holds the payload where {@link #reassembled}: its number among those of the decoder, from 1; else 0. */
    public long datagram;

    /**
     * VLAN ids, outermost in bits 12-23 and innermost in bits 0-11; a single one in bits 0-11; 0 without. Inside a
     * tunnel those of the inner frame, if it has any, else those of the outer one.
     */
    public int vlan;

    /** Identifies the chain of tunnels around this packet; 0 outside of any. Equal for both directions of a tunnel. */
    public long tunnel;

    /**
     * The kinds of the tunnels around this packet, a byte each ({@link Tunnel#ordinal} + 1), outermost highest; at most
     * the outermost four.
     */
    public int tunnelKinds;

    /** 4 or 6. */
    public int ipVersion;

    /** Addresses: IPv6 as two big-endian longs, IPv4 as 0 and ::ffff:a.b.c.d. */
    public long sourceHigh;

    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;

    /** IP protocol number after extension headers. */
    public int protocol;

    /** 0 for protocols without ports; for ICMP the type and code, as the Community ID specification maps them. */
    public int sourcePort;

    public int destinationPort;

    /** TCP only: flags byte, sequence number, acknowledgement number. */
    public int tcpFlags;

    public long tcpSequence;
    public long tcpAcknowledgement;

    /** Where the transport payload begins in {@link #bytes}, and how much of it was captured. */
    public int payloadOffset;

    public int payloadCaptured;

    /** Length of the transport payload by the headers; above {@link #payloadCaptured} where the packet was cut. */
    public int payloadLength;

    /** Length of the IP packet by its header. */
    public int ipLength;

    @Override
    public String toString() {
        return "packet " + number + " of capture " + capture + ", IP protocol " + protocol + ", "
                + Objects.toString(bytes);
    }
}
