package dev.periplus.decode;

/**
 * Finds the IP packets of a frame, those inside tunnels too, and hands each to the handler: link layer, IP, transport.
 * One per shard; not thread-safe.
 */
public final class Decoder {
    /** So many layers of IP in a frame are opened; a reassembled datagram counts as one. */
    private static final int LAYERS = 8;

    /** A frame is not longer than this, whatever its record says: lengths stay far from overflow. */
    private static final int LONGEST_FRAME = 1 << 26;

    private final PacketHandler handler;
    private final DecodeCounters counters = new DecodeCounters();
    private final Packet packet = new Packet();
    private final Ipv4 ipv4;
    private final Ipv6 ipv6;
    private final Fragments fragments;

    private long clock = Long.MIN_VALUE;
    private int layer;
    private boolean cut;
    private boolean incomplete;

    public Decoder(DecodeSettings settings, PacketHandler handler) {
        this.handler = handler;
        TransportLayer transport = new TransportLayer(this, settings.openTunnels());
        fragments = new Fragments(settings, counters, handler, this::unfinished);
        ipv4 = new Ipv4(this, transport, fragments);
        ipv6 = new Ipv6(this, transport, fragments);
    }

    /** Live counts; read by another thread only once this shard has stopped. */
    public DecodeCounters counters() {
        return counters;
    }

    /**
     * Decodes one frame.
     *
     * @param bytes hold it; read from {@code offset} only
     * @param captured how many of its bytes are there
     * @param wire how many there were
     * @param linkType LINKTYPE number of the pcap and pcapng formats
     * @param time nanoseconds since the epoch
     * @param capture index of the capture in the run
     * @param number of the packet in its capture, from 1
     */
    public void decode(
            byte[] bytes, int offset, int captured, int wire, int linkType, long time, int capture, long number) {
        clock(time);
        counters.packets++;
        long before = counters.ipPackets;
        long fragmentsBefore = counters.fragments;
        long lossesBefore = counters.losses();
        Packet p = packet;
        if (p.bytes != bytes) {
            // Most packets lie in the buffer of the one before, and storing a reference costs a barrier.
            p.bytes = bytes;
        }
        p.time = time;
        p.clock = clock;
        p.bundled = false;
        p.capture = capture;
        p.number = number;
        p.frameOffset = offset;
        p.wireLength = Math.min(Math.max(wire, captured), LONGEST_FRAME);
        p.reassembled = false;
        p.datagram = 0;
        p.tunnel = 0;
        p.tunnelKinds = 0;
        p.vlan = 0;
        layer = 0;
        cut = captured < wire;
        int limit = offset + captured;
        long found = LinkLayer.find(bytes, offset, limit, linkType);
        if (found == Found.UNSUPPORTED) {
            counters.unsupported(linkType, 1);
        } else {
            linked(p, found, offset, limit, p.wireLength);
        }
        if (cut) {
            counters.truncated++;
        }
        if (counters.ipPackets != before) {
            counters.tracked++;
        } else if (found == Found.UNSUPPORTED) {
            counters.undecodable++;
        } else if (counters.fragments != fragmentsBefore) {
            counters.held++;
        } else if (counters.losses() != lossesBefore) {
            counters.unusable++;
        } else if (cut) {
            counters.cutOff++;
        } else {
            counters.foreign++;
        }
    }

    /**
     * Tells how far the reading thread has come, where this shard's packets alone do not say it: unfinished datagrams
     * expire by the latest time known.
     *
     * @param time nanoseconds since the epoch
     */
    public void clock(long time) {
        if (time > clock) {
            clock = time;
            fragments.clock(time);
        }
    }

    /** Hands on the beginnings of datagrams that are still unfinished. To be called at the end of the input. */
    public void flush() {
        fragments.flush();
        clock = Long.MIN_VALUE;
    }

    /** Goes on with what a link layer led to; {@code length} is the wire length of the frame from {@code at}. */
    void linked(Packet p, long found, int at, int limit, int length) {
        if (Found.isIp(found)) {
            int offset = Found.offset(found);
            if (Found.vlan(found) != 0) {
                p.vlan = Found.vlan(found);
            }
            ip(p, Found.version(found), offset, limit, length - (offset - at));
        } else if (found == Found.NOT_IP || found == Found.UNSUPPORTED) {
            counters.notIp++;
        } else {
            DecodeLoss reason = Found.loss(found);
            if (reason == DecodeLoss.SHORT_LINK_HEADER) {
                tooShort(reason, limit - at, length);
            } else {
                lose(reason);
            }
        }
    }

    /** Decodes an IP packet of this version; {@code length} bytes of the wire are left from {@code at}. */
    void ip(Packet p, int version, int at, int limit, int length) {
        if (layer == LAYERS) {
            lose(DecodeLoss.NESTING);
            return;
        }
        layer++;
        if (version == 4) {
            ipv4.decode(p, at, limit, length);
        } else {
            ipv6.decode(p, at, limit, length);
        }
        layer--;
    }

    void lose(DecodeLoss reason) {
        counters.lose(reason);
    }

    /** A header did not fit: the capture cut it, or else it is malformed. */
    void tooShort(DecodeLoss reason, int captured, int length) {
        if (captured < length || cut) {
            cut = true;
        } else {
            lose(reason);
        }
    }

    void opened(Tunnel kind) {
        if (layer < LAYERS) {
            counters.open(kind);
        }
    }

    /** Hands on a further message of the packet that was delivered last. */
    void deliverBundled(Packet p) {
        p.bundled = true;
        handler.onPacket(p);
        p.bundled = false;
    }

    void deliver(Packet p) {
        counters.ipPackets++;
        cut |= p.payloadCaptured < p.payloadLength;
        handler.onPacket(p);
    }

    /** Whether what is decoded now is only the beginning of a datagram: nothing inside it is looked at. */
    boolean incomplete() {
        return incomplete;
    }

    /** Decodes the datagram that was put together, which begins with {@code header} where it is of IPv6. */
    void reassembled(Packet p, int header, int captured, int length) {
        if (layer == LAYERS) {
            lose(DecodeLoss.NESTING);
            return;
        }
        layer++;
        if (p.ipVersion == 4) {
            ipv4.payload(p, captured, length);
        } else {
            ipv6.payload(p, header, captured, length);
        }
        layer--;
    }

    /** Called between frames, or while a fragment of another datagram is stored. */
    private void unfinished(Packet p, int header, int captured, int length) {
        boolean cutBefore = cut;
        int layerBefore = layer;
        layer = 0;
        incomplete = true;
        reassembled(p, header, captured, length);
        incomplete = false;
        layer = layerBefore;
        cut = cutBefore;
    }
}
