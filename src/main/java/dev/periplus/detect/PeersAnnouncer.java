package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.Expected;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.nio.charset.StandardCharsets;

/**
 * Announces BitTorrent peers: from the DHT's answers to {@code get_peers} (BEP 5), from UDP trackers (BEP 15) and from
 * other peers (BEP 11). A peer uses BitTorrent over TCP or uTP. Lists may be stale or wrong, so the weight is low.
 */
final class PeersAnnouncer implements Announcer {
    private static final Expected STREAM = Expected.ofPeers("bittorrent", Packet.TCP, 45);
    private static final Expected DATAGRAMS = Expected.ofPeers("bittorrent", Packet.UDP, 45);
    private static final int IPV4_PEER = 6;
    private static final int IPV6_PEER = 18;
    private static final int MOST_PEERS = 200;
    private static final int ANNOUNCE = 1;
    private static final int ANNOUNCE_REQUEST = 98;
    private static final int ANNOUNCE_HEADER = 20;
    private static final int EXTENDED = 20;
    private static final byte[] VALUES = bytes("6:valuesl");
    private static final byte[] ADDED = bytes("5:added");
    private static final byte[] ADDED_6 = bytes("6:added6");

    private final ByteCursor cursor = new ByteCursor();

    /** The tracker transaction that waits for its answer. */
    private record Asked(int transaction) {}

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        cursor.reset(packet.bytes, packet.payloadOffset, packet.payloadCaptured);
        if (flow.protocol() == Packet.TCP) {
            exchanged(into);
        } else if (cursor.peek(0) == 'd') {
            values(into);
        } else {
            tracker(flow, into);
        }
    }

    /** Reads a list of strings of 6 or 18 bytes. */
    private void values(Announcements into) {
        if (!find(VALUES)) {
            return;
        }
        for (int i = 0; i < MOST_PEERS && !cursor.failed(); i++) {
            int size = length();
            if (size != IPV4_PEER && size != IPV6_PEER) {
                return;
            }
            peer(size, "announced by a DHT node", into);
        }
    }

    /** Reads action 1 with the transaction ID of the request; the address family is the flow's. */
    private void tracker(Flow flow, Announcements into) {
        int length = cursor.remaining();
        long first = cursor.u32();
        int transaction = (int) cursor.u32();
        if (length >= ANNOUNCE_REQUEST && cursor.u32() == ANNOUNCE) {
            into.state(new Asked((int) cursor.u32()));
            return;
        }
        int size = flow.ipVersion() == 4 ? IPV4_PEER : IPV6_PEER;
        boolean answers = into.state() instanceof Asked asked && asked.transaction == transaction;
        if (answers && first == ANNOUNCE && length >= ANNOUNCE_HEADER && (length - ANNOUNCE_HEADER) % size == 0) {
            cursor.seek(ANNOUNCE_HEADER);
            peers((length - ANNOUNCE_HEADER) / size, size, "announced by a tracker", into);
        }
    }

    /** Reads an extended message at the start of the segment: length, 20, number, dictionary. */
    private void exchanged(Announcements into) {
        long length = cursor.u32();
        boolean extended = cursor.u8() == EXTENDED && cursor.u8() > 0 && cursor.peek(0) == 'd';
        if (!extended || length - 2 > cursor.remaining()) {
            return;
        }
        int from = cursor.position();
        String says = "announced by another peer";
        if (find(ADDED)) {
            int size = length();
            peers(size % IPV4_PEER == 0 ? size / IPV4_PEER : 0, IPV4_PEER, says, into);
        }
        cursor.seek(from);
        if (find(ADDED_6)) {
            int size = length();
            peers(size % IPV6_PEER == 0 ? size / IPV6_PEER : 0, IPV6_PEER, says, into);
        }
    }

    private void peers(int count, int size, String says, Announcements into) {
        for (int i = 0; i < Math.min(count, MOST_PEERS) && !cursor.failed(); i++) {
            peer(size, says, into);
        }
    }

    private void peer(int size, String says, Announcements into) {
        Address address = size == IPV6_PEER ? new Address(cursor.u64(), cursor.u64()) : Address.ofIpv4(cursor.u32());
        int port = cursor.u16();
        if (!cursor.failed()) {
            into.announce(STREAM, address, port, says);
            into.announce(DATAGRAMS, address, port, says);
        }
    }

    /** Moves past the next occurrence of these bytes; returns false if there is none. */
    private boolean find(byte[] wanted) {
        while (cursor.remaining() >= wanted.length) {
            int same = 0;
            while (same < wanted.length && cursor.peek(same) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                cursor.skip(same);
                return true;
            }
            cursor.skip(1);
        }
        return false;
    }

    /** Reads the length of a bencoded string; -1 if there is none. */
    private int length() {
        int length = 0;
        for (int digits = 0; digits < 5; digits++) {
            int octet = cursor.u8();
            if (octet == ':' && digits > 0) {
                return length;
            }
            if (octet < '0' || octet > '9') {
                return -1;
            }
            length = length * 10 + octet - '0';
        }
        return -1;
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
