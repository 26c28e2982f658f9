package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.Expected;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * Announces the address that a TURN server relays for its client: XOR-RELAYED-ADDRESS in the response to Allocate (RFC
 * 8656 sections 7.3 and 18.5). Peers may send connectivity checks or media there, so the weight is low.
 */
final class TurnAnnouncer implements Announcer {
    private static final Expected RELAYED = Expected.ofPeers("stun", Packet.UDP, 45);
    private static final int ALLOCATED = 0x0103;
    private static final int XOR_RELAYED_ADDRESS = 0x0016;
    private static final long COOKIE = 0x2112_a442L;
    private static final int MOST_ATTRIBUTES = 32;

    private final ByteCursor cursor = new ByteCursor();

    @Override
    public String name() {
        return "turn";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        cursor.reset(packet.bytes, packet.payloadOffset, packet.payloadCaptured);
        int type = cursor.u16();
        int end = cursor.u16() + 20;
        if (type != ALLOCATED || cursor.u32() != COOKIE) {
            return;
        }
        long first = cursor.u32();
        long rest = cursor.u64();
        for (int i = 0; i < MOST_ATTRIBUTES && cursor.position() < end && !cursor.failed(); i++) {
            int attribute = cursor.u16();
            int length = cursor.u16();
            int after = cursor.position() + (length + 3 & ~3);
            if (attribute == XOR_RELAYED_ADDRESS) {
                relayed(first, rest, into);
            }
            cursor.seek(after);
        }
    }

    /**
     * Port and address are XORed with the cookie, and an IPv6 address with the transaction ID too (RFC 8489 section
     * 14.2).
     */
    private void relayed(long first, long rest, Announcements into) {
        int family = cursor.u16();
        int port = cursor.u16() ^ (int) (COOKIE >> 16);
        Address address = family == 1
                ? Address.ofIpv4(cursor.u32() ^ COOKIE)
                : new Address(cursor.u64() ^ (COOKIE << 32 | first), cursor.u64() ^ rest);
        if (!cursor.failed() && (family == 1 || family == 2)) {
            into.announce(RELAYED, address, port, "announced by a TURN server as its relayed address");
        }
    }
}
