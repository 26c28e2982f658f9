package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u32;
import static dev.periplus.decode.Octets.u8;

/** Transport headers: TCP (RFC 9293), UDP (RFC 768), SCTP (RFC 9260), ICMP (RFC 792, RFC 4443). */
final class TransportLayer {
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int SCTP_HEADER = 12;
    private static final int ICMP_HEADER = 8;

    private final Decoder decoder;
    private final Tunnels tunnels;
    private final boolean openTunnels;
    private final SctpChunks chunks = new SctpChunks();

    TransportLayer(Decoder decoder, boolean openTunnels) {
        this.decoder = decoder;
        this.openTunnels = openTunnels;
        tunnels = new Tunnels(decoder);
    }

    /**
     * Passes on the packet and the packets tunnelled in it. {@code length} bytes from {@code at} were on the wire;
     * those before {@code limit}, which is at most {@code at + length}, were captured.
     */
    void decode(Packet p, int at, int limit, int length) {
        p.sourcePort = 0;
        p.destinationPort = 0;
        p.transportOffset = -1;
        p.tcpFlags = 0;
        p.tcpSequence = 0;
        p.tcpAcknowledgement = 0;
        p.payloadIdentifier = 0;
        p.inspectedHeader = 0;
        boolean whole = switch (p.protocol) {
            case Packet.TCP -> tcp(p, at, limit, length);
            case Packet.UDP -> udp(p, at, limit, length);
            case Packet.SCTP -> sctp(p, at, limit, length);
            case Packet.ICMP, Packet.ICMP6 -> icmp(p, at, limit, length);
            default -> payload(p, at, limit, length, 0);
        };
        if (whole) {
            decoder.deliver(p);
            if (p.protocol == Packet.SCTP) {
                bundled(p, limit);
            } else if (openTunnels && !decoder.incomplete()) {
                tunnels.open(p);
            }
        } else {
            portsOnly(p, at, limit, length);
        }
    }

    private boolean tcp(Packet p, int at, int limit, int length) {
        if (limit - at < TCP_HEADER) {
            return false;
        }
        byte[] bytes = p.bytes;
        ports(p, at);
        p.tcpSequence = u32(bytes, at + 4);
        p.tcpAcknowledgement = u32(bytes, at + 8);
        int header = u8(bytes, at + 12) >> 4 << 2;
        p.tcpFlags = u8(bytes, at + 13);
        if (header < TCP_HEADER || header > length) {
            decoder.lose(DecodeLoss.TCP_HEADER);
            return payload(p, at, at, 0, 0);
        }
        p.transportOffset = at;
        return payload(p, at, limit, length, header);
    }

    private boolean udp(Packet p, int at, int limit, int length) {
        if (limit - at < UDP_HEADER) {
            return false;
        }
        ports(p, at);
        int stated = u16(p.bytes, at + 4);
        if (stated > 0 && stated < UDP_HEADER) {
            decoder.lose(DecodeLoss.UDP_LENGTH);
            return payload(p, at, at, 0, 0);
        }
        if (stated > length) {
            decoder.lose(DecodeLoss.UDP_LENGTH);
        }
        p.transportOffset = at;
        // 0 means the rest of the packet: a jumbogram (RFC 2675 section 4), or segmentation offload.
        int size = stated == 0 ? length : Math.min(stated, length);
        return payload(p, at, at + Math.min(limit - at, size), size, UDP_HEADER);
    }

    private boolean sctp(Packet p, int at, int limit, int length) {
        if (limit - at < SCTP_HEADER) {
            return false;
        }
        ports(p, at);
        p.tcpFlags = SctpChunks.opening(p.bytes, at + SCTP_HEADER, limit, u32(p.bytes, at + 4));
        chunks.begin(at + SCTP_HEADER, length - SCTP_HEADER);
        if (!chunks.next(p, limit)) {
            payload(p, at + SCTP_HEADER, at + SCTP_HEADER, 0, 0);
        }
        if (chunks.broken()) {
            decoder.lose(DecodeLoss.SCTP_CHUNK);
        }
        return true;
    }

    /** Passes on the user messages of an SCTP packet after the first. */
    private void bundled(Packet p, int limit) {
        boolean broken = chunks.broken();
        while (chunks.next(p, limit)) {
            decoder.deliverBundled(p);
        }
        if (chunks.broken() && !broken) {
            decoder.lose(DecodeLoss.SCTP_CHUNK);
        }
    }

    private boolean icmp(Packet p, int at, int limit, int length) {
        if (limit - at < 2) {
            return false;
        }
        IcmpPorts.fill(p, u8(p.bytes, at), u8(p.bytes, at + 1));
        payload(p, at, limit, length, Math.min(ICMP_HEADER, length));
        p.inspectedHeader = p.payloadOffset - at;
        return true;
    }

    /** Sets the payload; always returns true. */
    private static boolean payload(Packet p, int at, int limit, int length, int header) {
        int captured = limit - at;
        p.payloadOffset = at + Math.min(header, captured);
        p.payloadCaptured = Math.max(0, captured - header);
        p.payloadLength = length - header;
        return true;
    }

    private static void ports(Packet p, int at) {
        p.sourcePort = u16(p.bytes, at);
        p.destinationPort = u16(p.bytes, at + 2);
    }

    /** Passes on a packet whose transport header is cut off, if its ports are there: they identify the flow. */
    private void portsOnly(Packet p, int at, int limit, int length) {
        decoder.tooShort(DecodeLoss.SHORT_TRANSPORT, limit - at, length);
        if (limit - at >= 4) {
            ports(p, at);
            payload(p, at, at, 0, 0);
            decoder.deliver(p);
        }
    }
}
