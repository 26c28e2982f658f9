package dev.periplus.decode;

/**
 * Finds the IP packets of a frame, including packets inside tunnels, and passes each to the handler: link layer, IP,
 * transport. A frame without IP is passed on itself. One per shard; not thread-safe.
 */
public final class Decoder {
    /** Maximum layers of IP opened in a frame; a reassembled datagram counts as one. */
    private static final int LAYERS = 8;

    /** Frame lengths are clamped to this, whatever the record states, so that sums of lengths cannot overflow. */
    private static final int LONGEST_FRAME = 1 << 26;

    private final PacketHandler handler;
    private final boolean frames;
    private final DecodeCounters counters = new DecodeCounters();
    private final Packet packet = new Packet();
    private final Ipv4 ipv4;
    private final Ipv6 ipv6;
    private final Fragments fragments;

    private long clock = Long.MIN_VALUE;
    private boolean doubtful;
    private int layer;
    private boolean cut;
    private boolean incomplete;

    public Decoder(DecodeSettings settings, PacketHandler handler) {
        this.handler = handler;
        frames = settings.frames();
        TransportLayer transport = new TransportLayer(this, settings.openTunnels());
        fragments = new Fragments(settings, counters, handler, this::unfinished);
        ipv4 = new Ipv4(this, transport, fragments);
        ipv6 = new Ipv6(this, transport, fragments);
    }

    /** Live counters; another thread may read them only after this shard has stopped. */
    public DecodeCounters counters() {
        return counters;
    }

    /**
     * Decodes one frame.
     *
     * @param bytes holds the frame; read from {@code offset} only
     * @param captured number of bytes captured
     * @param wire number of bytes on the wire
     * @param linkType LINKTYPE number of the pcap and pcapng formats; for a further frame of an aggregate, what {@link
     *     Aggregate#linkType} returns: such a frame is a part of a packet that is counted already
     * @param time nanoseconds since the epoch
     * @param capture index of the capture in the run
     * @param number number of the packet in its capture, from 1
     */
    public void decode(
            byte[] bytes, int offset, int captured, int wire, int linkType, long time, int capture, long number) {
        boolean first = Aggregate.place(linkType) == 0;
        long before = counters.ipPackets;
        long framesBefore = counters.frames;
        long fragmentsBefore = counters.fragments;
        long lossesBefore = counters.losses();
        Packet p = packet;
        if (p.bytes != bytes) {
            // Consecutive packets usually share a buffer, and storing a reference costs a GC barrier.
            p.bytes = bytes;
        }
        p.time = time;
        p.clock = clock;
        p.doubtful = doubtful;
        p.bundled = false;
        p.capture = capture;
        p.number = number;
        p.frameOffset = offset;
        int length = Math.min(Math.max(wire, captured), LONGEST_FRAME);
        int limit = offset + captured;
        p.wireLength = first && !Wireless.isWireless(linkType)
                ? length
                : Aggregate.length(bytes, offset, limit, linkType, length);
        p.reassembled = false;
        p.datagram = 0;
        p.tunnel = 0;
        p.tunnelKinds = 0;
        p.vlan = 0;
        p.shortened = false;
        layer = 0;
        cut = captured < wire;
        long found = LinkLayer.find(bytes, offset, limit, linkType);
        if (found == Found.UNSUPPORTED) {
            counters.unsupported(linkType, 1);
        } else {
            linked(p, found, offset, limit, length, linkType);
        }
        if (first) {
            counters.packets++;
            outcome(found, before + framesBefore, fragmentsBefore, lossesBefore);
        }
    }

    private void outcome(long found, long before, long fragmentsBefore, long lossesBefore) {
        if (cut) {
            counters.truncated++;
        }
        if (counters.ipPackets + counters.frames != before) {
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
     * Advances the clock by which incomplete datagrams expire, and which the packets that follow carry. The times of
     * packets do not advance it: they may lie.
     *
     * @param time nanoseconds since the epoch; a time before the latest known has no effect
     */
    public void clock(long time) {
        if (time > clock) {
            clock = time;
            fragments.clock(time);
        }
    }

    /** Whether the times of the packets that follow are in doubt, as {@link Packet#doubtful}. */
    public void doubtful(boolean is) {
        doubtful = is;
    }

    /** Passes on the beginnings of all datagrams that are still incomplete. Call it at the end of the input. */
    public void flush() {
        fragments.flush();
        clock = Long.MIN_VALUE;
    }

    /** Decodes what was found where no link layer begins. */
    void linked(Packet p, long found, int at, int limit, int length) {
        linked(p, found, at, limit, length, LinkType.NONE);
    }

    /**
     * Decodes what the link layer found; {@code length} is the wire length of the frame from {@code at}.
     *
     * @param linkType of a frame that begins there; {@link LinkType#NONE} if no link layer does
     */
    void linked(Packet p, long found, int at, int limit, int length, int linkType) {
        if (Found.isIp(found)) {
            int offset = Found.offset(found);
            if (Found.vlan(found) != 0) {
                p.vlan = Found.vlan(found);
            }
            ip(p, Found.version(found), offset, limit, length - (offset - at));
        } else if (Found.isFrame(found) && frames && StationFrame.read(p, at, limit, length, linkType)) {
            counters.frames++;
            cut |= p.payloadCaptured < p.payloadLength;
            handler.onPacket(p);
        } else if (Found.isOther(found)) {
            counters.other(Found.type(found));
        } else {
            DecodeLoss reason = Found.loss(found);
            if (reason == DecodeLoss.SHORT_LINK_HEADER) {
                tooShort(reason, limit - at, length);
            } else {
                lose(reason);
            }
        }
    }

    /** Decodes an IP packet of this version; {@code length} wire bytes are left from {@code at}. */
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

    /** Counts a header that does not fit: truncated by the capture if bytes are missing, otherwise malformed. */
    void tooShort(DecodeLoss reason, int captured, int length) {
        if (captured < length || cut) {
            cut = true;
        } else {
            lose(reason);
        }
    }

    /** Notes that the frame ends before the packet does by its header. */
    void shorterThanStated(Packet p) {
        if (!p.shortened) {
            counters.shortened++;
        }
        p.shortened = true;
        cut = true;
    }

    void notOpened() {
        counters.notOpened++;
    }

    void opened(Tunnel kind) {
        if (layer < LAYERS) {
            counters.open(kind);
        }
    }

    /** Passes on a further message of the packet delivered last. */
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

    /** Whether the decoder is handling the beginning of an incomplete datagram; nothing inside it is opened. */
    boolean incomplete() {
        return incomplete;
    }

    /** Decodes a reassembled datagram; for IPv6 it begins with {@code header}. */
    void reassembled(Packet p, int header, int captured, int length) {
        payload(p, header, 0, captured, length);
    }

    /** Decodes what follows the IP header of a packet; for IPv6 it begins with {@code header}. */
    private void payload(Packet p, int header, int at, int limit, int length) {
        if (layer == LAYERS) {
            lose(DecodeLoss.NESTING);
            return;
        }
        layer++;
        if (p.ipVersion == 4) {
            ipv4.payload(p, at, limit, length);
        } else {
            ipv6.payload(p, header, at, limit, length);
        }
        layer--;
    }

    /** Decodes what IPsec protects in a packet in the clear: a whole packet, or what follows its header. */
    void unprotected(Packet p, int header, int at, int limit, int length) {
        if (header == Tunnels.IPV4_IN_IP || header == Tunnels.IPV6_IN_IP) {
            ip(p, header == Tunnels.IPV4_IN_IP ? 4 : 6, at, limit, length);
        } else {
            p.protocol = header;
            payload(p, header, at, limit, length);
        }
    }

    /** Runs between frames, or while a fragment of another datagram is stored. */
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
