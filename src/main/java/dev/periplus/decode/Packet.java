package dev.periplus.decode;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import java.util.Objects;

/**
 * A decoded IP packet, or a frame without IP: where its headers and payload are in the captured bytes. One instance per
 * shard, refilled for every layer of every packet; plain fields, because all of them are read for every packet.
 */
public final class Packet {
    /** IP protocol numbers of the decoded transports. */
    public static final int TCP = Transport.TCP;

    public static final int UDP = Transport.UDP;
    public static final int SCTP = Transport.SCTP;
    public static final int ICMP = Transport.ICMP;
    public static final int ICMP6 = Transport.ICMP6;

    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    /** The buffer that holds the packet. Do not modify or retain it. */
    public byte[] bytes = {};

    /** Nanoseconds since the epoch. */
    public long time;

    /**
     * Latest capture time known when this packet was processed, nanoseconds since the epoch; never decreases. For the
     * beginning of an incomplete datagram, the time at which it expired.
     */
    public long clock;

    /** Whether the time is far from those of the packets before, and the next packet does not bear it out. */
    public boolean doubtful;

    /** Whether this is a further message of an SCTP packet already delivered; the packet is not counted again. */
    public boolean bundled;

    /**
     * SCTP only: payload protocol identifier of the user message (RFC 9260 section 3.3.1), the four bytes before the
     * payload; 0 if none is given, and for any but the first fragment of a message.
     */
    public int payloadIdentifier;

    /** Index of the capture in the run, and number of the packet in that capture, from 1. */
    public int capture;

    public long number;

    private static final int NUMBER_BITS = 40;
    private static final int DIGESTED = 64;

    /** Returns capture and number packed into one long; {@link #captureOf} and {@link #numberOf} unpack it. */
    public long place() {
        return place(capture, number);
    }

    /** Packs the index of the capture in the run and the number of the packet in it, from 1. */
    public static long place(int capture, long number) {
        return (long) capture << NUMBER_BITS | number;
    }

    public static int captureOf(long place) {
        return (int) (place >>> NUMBER_BITS);
    }

    public static long numberOf(long place) {
        return place & (1L << NUMBER_BITS) - 1;
    }

    /** Wire bytes of the whole frame; for a reassembled datagram, of all its frames. */
    public int wireLength;

    /** Offset of the captured frame in {@link #bytes}; evidence offsets are relative to it. */
    public int frameOffset;

    /**
     * Whether the payload lies in a reassembled datagram, or in the beginning of an incomplete one; offsets then do not
     * point into the frame.
     */
    public boolean reassembled;

    /** If {@link #reassembled}, the ordinal of the datagram within the decoder, from 1; otherwise 0. */
    public long datagram;

    /**
     * VLAN ids, outermost in bits 12-23 and innermost in bits 0-11; a single one in bits 0-11; 0 if there is none.
     * Inside a tunnel, the ids of the inner frame if it has any, otherwise of the outer one.
     */
    public int vlan;

    /**
     * Identifies the chain of tunnels around this packet; 0 outside any tunnel. Equal for both directions of a tunnel.
     */
    public long tunnel;

    /**
     * Kinds of the tunnels around this packet, one byte each ({@link Tunnel#ordinal} + 1), outermost highest; at most
     * the outermost four.
     */
    public int tunnelKinds;

    /** 4 or 6; 0 for a frame without IP. */
    public int ipVersion;

    /** Addresses: IPv6 as two big-endian longs, IPv4 as 0 and ::ffff:a.b.c.d, stations behind {@link Address#STATION}. */
    public long sourceHigh;

    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;

    /** IP protocol number after any extension headers; the number of the {@link Transport} of a frame without IP. */
    public int protocol;

    /**
     * 0 for protocols without ports; for ICMP, type and code as the Community ID specification maps them; for SNAP, both
     * are the organisation's protocol.
     */
    public int sourcePort;

    public int destinationPort;

    /**
     * TCP: flags byte, sequence number, acknowledgement number. SCTP: the flags say SYN for an INIT chunk, SYN and ACK for
     * an INIT ACK.
     */
    public int tcpFlags;

    public long tcpSequence;
    public long tcpAcknowledgement;

    /** Offsets of the IPv4 header and of the transport header in {@link #bytes}; -1 if there is none, or not there. */
    public int headerOffset = -1;

    public int transportOffset = -1;

    /** Offset of the transport payload in {@link #bytes}, and its captured length. */
    public int payloadOffset;

    public int payloadCaptured;

    /** Captured bytes before the payload that tell what it is, and are inspected with it: the header of ICMP. */
    public int inspectedHeader;

    /**
     * Length of the transport payload by its headers; greater than {@link #payloadCaptured} if the capture truncated
     * the packet.
     */
    public int payloadLength;

    /** Length of the IP packet by its header; of a frame without IP, its bytes on the wire. */
    public int ipLength;

    /**
     * Whether the frame is shorter than its IP header states, though the capture claims to hold all of it: the packet
     * was cut before it was captured, or its sender lies and its host drops it.
     */
    public boolean shortened;

    @Override
    public String toString() {
        return "packet " + number + " of capture " + capture + ", IP protocol " + protocol + ", "
                + Objects.toString(bytes);
    }

    /** Returns a hash of the beginning of the payload, at most {@link #DIGESTED} bytes, and of its length; 0 if it is empty. */
    public int digest() {
        if (payloadCaptured <= 0) {
            return 0;
        }
        int end = payloadOffset + Math.min(payloadCaptured, DIGESTED);
        long hash = payloadLength;
        int at = payloadOffset;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = Address.mix(hash ^ Octets.i64(bytes, at));
        }
        for (; at < end; at++) {
            hash = hash * Byte.MAX_VALUE + bytes[at];
        }
        return (int) Address.mix(hash) | 1;
    }
}
