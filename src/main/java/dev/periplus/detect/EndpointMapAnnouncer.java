package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.Expected;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Announces the ports of interfaces that the endpoint mapper returns for {@code ept_map} (C706 appendix O, towers in
 * appendix L; MS-RPCE section 2.2.1.2.4), over TCP and in the first NDR. A response is read only if its bind and its
 * request were seen.
 */
final class EndpointMapAnnouncer implements Announcer {
    private static final Expected STREAM = Expected.of("dcerpc", Packet.TCP, Role.SERVER, 60);
    private static final Expected DATAGRAMS = Expected.of("dcerpc", Packet.UDP, Role.SERVER, 60);
    private static final long MAPPER_HIGH = 0xe1af_8308_5d1f_11c9L;
    private static final long MAPPER_LOW = 0x91a4_0800_2b14_a0faL;

    private static final int REQUEST = 0;
    private static final int RESPONSE = 2;
    private static final int BIND = 11;
    private static final int ALTER_CONTEXT = 14;
    private static final int MAP = 3;
    private static final int ENTRY_HANDLE = 20;
    private static final int FLOOR_UUID = 0x0d;
    private static final int FLOOR_TCP = 0x07;
    private static final int FLOOR_UDP = 0x08;
    private static final int FLOOR_IP = 0x09;
    private static final int HEADER = 16;
    private static final int MOST_PIECES = 8;
    private static final int MOST_TOWERS = 64;
    private static final int MOST_FLOORS = 8;

    private final ByteCursor segment = new ByteCursor();
    private final ByteCursor cursor = new ByteCursor();
    private final ByteCursor tower = new ByteCursor();
    private boolean littleEndian;

    /** State of a flow. */
    private static final class State {
        boolean mapper;
        boolean asked;
        long call;
    }

    @Override
    public String name() {
        return "endpoint-map";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        if (flow.protocol() != Packet.TCP) {
            return;
        }
        State state = into.state() instanceof State known ? known : null;
        segment.reset(packet.bytes, packet.payloadOffset, packet.payloadCaptured);
        for (int i = 0; i < MOST_PIECES && segment.remaining() >= HEADER; i++) {
            int version = segment.peek(0);
            littleEndian = segment.peek(4) >> 4 == 1;
            int one = segment.peek(8);
            int other = segment.peek(9);
            int length = littleEndian ? other << 8 | one : one << 8 | other;
            if (version != 5 || length < HEADER) {
                return;
            }
            segment.sub(cursor, length);
            if (segment.failed()) {
                return;
            }
            state = piece(flow, side, state, into);
        }
    }

    /** Reads one fragment (C706 section 12.6.3). */
    private @Nullable State piece(Flow flow, int side, @Nullable State before, Announcements into) {
        cursor.skip(2);
        int type = cursor.u8();
        cursor.skip(9);
        long call = u32();
        if (type == BIND || type == ALTER_CONTEXT) {
            if (!bindsMapper() || before != null) {
                return before;
            }
            State first = new State();
            into.state(first);
            return first;
        }
        if (before != null && type == REQUEST) {
            cursor.skip(6);
            before.asked = u16() == MAP && !cursor.failed();
            before.call = call;
        } else if (before != null && type == RESPONSE && before.asked && before.call == call) {
            before.asked = false;
            cursor.skip(8);
            towers(flow, side, into);
        }
        return before;
    }

    private boolean bindsMapper() {
        cursor.skip(8);
        int contexts = cursor.u8();
        cursor.skip(3);
        for (int i = 0; i < contexts && !cursor.failed(); i++) {
            cursor.skip(2);
            int syntaxes = cursor.u16() >> 8;
            UUID bound = uuid(cursor, littleEndian);
            if (isMapper(bound) && !cursor.failed()) {
                return true;
            }
            cursor.skip(4 + 20 * syntaxes);
        }
        return false;
    }

    private static boolean isMapper(UUID bound) {
        return bound.getMostSignificantBits() == MAPPER_HIGH && bound.getLeastSignificantBits() == MAPPER_LOW;
    }

    /** Reads the handle, the tower count, and the towers after their array of pointers. */
    private void towers(Flow flow, int side, Announcements into) {
        int start = cursor.position();
        cursor.skip(ENTRY_HANDLE);
        long towers = u32();
        cursor.skip(8);
        long pointers = u32();
        if (towers != pointers || towers > MOST_TOWERS) {
            return;
        }
        cursor.skip((int) towers * 4);
        for (int i = 0; i < towers && !cursor.failed(); i++) {
            cursor.skip(-(cursor.position() - start) & 3);
            long size = u32();
            long length = u32();
            if (size != length || length > cursor.remaining()) {
                return;
            }
            cursor.sub(tower, (int) length);
            tower(flow, side, into);
        }
    }

    /** Reads floors of two parts each, little endian: the interface, then the lower protocols with their addresses. */
    private void tower(Flow flow, int side, Announcements into) {
        int floors = Math.min(MOST_FLOORS, tower.u16le());
        UUID of = null;
        Expected expected = null;
        int port = 0;
        Address address = Address.ANY_IPV4;
        for (int i = 0; i < floors && !tower.failed(); i++) {
            int left = tower.u16le();
            int leftEnd = tower.position() + left;
            int protocol = tower.u8();
            if (i == 0 && protocol == FLOOR_UUID) {
                of = uuid(tower, true);
            }
            tower.seek(leftEnd);
            int right = tower.u16le();
            int rightEnd = tower.position() + right;
            if (protocol == FLOOR_TCP || protocol == FLOOR_UDP) {
                expected = protocol == FLOOR_TCP ? STREAM : DATAGRAMS;
                port = tower.u16();
            } else if (protocol == FLOOR_IP) {
                address = Address.ofIpv4(tower.u32());
            }
            tower.seek(rightEnd);
        }
        if (of == null || expected == null || tower.failed()) {
            return;
        }
        String says = "announced by the endpoint mapper for interface " + of;
        into.announce(expected, flow.host(side), port, says);
        if (flow.ipVersion() == 4 && !address.isAny() && !address.equals(flow.host(side))) {
            into.announce(expected, address, port, says);
        }
    }

    private int u16() {
        return littleEndian ? cursor.u16le() : cursor.u16();
    }

    private long u32() {
        return littleEndian ? cursor.u32le() : cursor.u32();
    }

    private static UUID uuid(ByteCursor from, boolean little) {
        long first = little ? from.u32le() : from.u32();
        long second = little ? from.u16le() : from.u16();
        long third = little ? from.u16le() : from.u16();
        return new UUID(first << 32 | second << 16 | third, from.u64());
    }
}
