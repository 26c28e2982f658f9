package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.Expected;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;

/**
 * Announces the H.245 channel of H.323 call signalling: h245Address in Setup and Connect (ITU-T H.225.0 section 7.3 and
 * annex H), if it directly follows the protocol identifier, so that nothing else of the packed encoding (X.691) needs
 * parsing. Other messages have variable fields before it and are skipped.
 */
final class H225Announcer implements Announcer {
    private static final Expected CONTROL = Expected.of("h245", Packet.TCP, Role.SERVER, 60);
    private static final String HOW = "announced by H.323 call signalling";
    private static final int MOST_MESSAGES = 8;
    private static final int MOST_ELEMENTS = 32;
    private static final int TPKT_HEADER = 4;
    private static final int CALL_CONTROL = 8;
    private static final int USER_USER = 0x7e;
    private static final int SETUP = 0;
    private static final int CONNECT = 2;
    private static final int IPV4 = 0;
    private static final int IPV6 = 3;

    /** itu-t recommendation h 2250 version; then the version number. */
    private static final long H225 = 0x0008_914a_00L;

    private final ByteCursor segment = new ByteCursor();
    private final ByteCursor cursor = new ByteCursor();

    @Override
    public String name() {
        return "h225";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        if (flow.protocol() != Packet.TCP) {
            return;
        }
        segment.reset(packet.bytes, packet.payloadOffset, packet.payloadCaptured);
        for (int i = 0; i < MOST_MESSAGES && segment.remaining() > TPKT_HEADER; i++) {
            int version = segment.u16();
            segment.sub(cursor, segment.u16() - TPKT_HEADER);
            if (version != 0x0300 || segment.failed()) {
                return;
            }
            if (userInformation()) {
                address(flow, side, into);
            }
        }
    }

    /** Skips the elements before the one of H.225.0 (Q.931 section 4.5); returns false if it is missing. */
    private boolean userInformation() {
        boolean callControl = cursor.u8() == CALL_CONTROL;
        cursor.skip(cursor.u8() & 15);
        cursor.skip(1);
        for (int i = 0; callControl && i < MOST_ELEMENTS && cursor.remaining() > 0; i++) {
            int element = cursor.u8();
            if (element == USER_USER) {
                cursor.skip(2);
                return cursor.u8() == 5 && !cursor.failed();
            }
            if (element < 0x80) {
                cursor.skip(cursor.u8());
            }
        }
        return false;
    }

    /**
     * Bits before the message: extension, user data; extension, non-standard data; extension, and three that select the
     * message. Then its extension bit and a bit for each optional field, of which the address is the first.
     */
    private void address(Flow flow, int side, Announcements into) {
        int head = cursor.u8();
        int message = head & 0x0f;
        int fields = cursor.u8();
        int size = cursor.u8();
        long identifier = (long) cursor.u8() << 32 | cursor.u32();
        cursor.skip(1);
        boolean read = (message == SETUP || message == CONNECT) && (fields & 0x40) != 0;
        if (!read || size != 6 || identifier != H225) {
            return;
        }
        int kind = cursor.u8() >> 4;
        Address address = kind == IPV6 ? new Address(cursor.u64(), cursor.u64()) : Address.ofIpv4(cursor.u32());
        int port = cursor.u16();
        if (cursor.failed() || kind != IPV4 && kind != IPV6) {
            return;
        }
        into.announce(CONTROL, address, port, HOW);
        if (!address.equals(flow.host(side))) {
            into.announce(CONTROL, flow.host(side), port, HOW);
        }
    }
}
