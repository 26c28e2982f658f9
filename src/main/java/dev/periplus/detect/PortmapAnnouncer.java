package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.Expected;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;

/**
 * Announces the ports of programs that the port mapper returns: PMAPPROC_GETPORT and PMAPPROC_CALLIT (RFC 1833 section
 * 3), RPCBPROC_GETADDR and RPCBPROC_GETVERSADDR (section 2). A reply is read only if its call was seen.
 */
final class PortmapAnnouncer implements Announcer {
    private static final double WEIGHT = 60;
    private static final int CALLS = 8;
    private static final int MOST_RECORDS = 16;
    private static final int MOST_CREDENTIALS = 400;
    private static final int MOST_TEXT = 128;
    private static final int LAST_FRAGMENT = 0x8000_0000;

    private static final int PORT_MAPPER = 100_000;
    private static final int NFS = 100_003;
    private static final int MOUNT = 100_005;
    private static final int GETPORT = 3;
    private static final int CALLIT = 5;
    private static final int GETVERSADDR = 9;

    private final ByteCursor segment = new ByteCursor();
    private final ByteCursor cursor = new ByteCursor();

    /** The latest calls of a flow that wait for their replies. */
    private static final class Calls {
        private final int[] id = new int[CALLS];
        private final int[] program = new int[CALLS];
        private final int[] protocol = new int[CALLS];
        private final boolean[] inText = new boolean[CALLS];
        private int count;

        void add(int call, int of, int over, boolean text) {
            int at = count++ % CALLS;
            id[at] = call;
            program[at] = of;
            protocol[at] = over;
            inText[at] = text;
        }

        /** Index of the call, -1 if it was not seen. */
        int answered(int call) {
            for (int i = 0; i < Math.min(count, CALLS); i++) {
                if (id[i] == call && program[i] != 0) {
                    return i;
                }
            }
            return -1;
        }
    }

    @Override
    public String name() {
        return "portmap";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        Calls calls = into.state() instanceof Calls known ? known : new Calls();
        into.state(calls);
        if (flow.protocol() != Packet.TCP) {
            cursor.reset(packet.bytes, packet.payloadOffset, packet.payloadCaptured);
            message(flow, side, calls, into);
            return;
        }
        segment.reset(packet.bytes, packet.payloadOffset, packet.payloadCaptured);
        for (int i = 0; i < MOST_RECORDS && segment.remaining() > 0; i++) {
            int mark = (int) segment.u32();
            int length = mark & ~LAST_FRAGMENT;
            segment.sub(cursor, length);
            if ((mark & LAST_FRAGMENT) == 0 || segment.failed()) {
                return;
            }
            message(flow, side, calls, into);
        }
    }

    /** Reads a call or a reply (RFC 5531 section 9). */
    private void message(Flow flow, int side, Calls calls, Announcements into) {
        int id = (int) cursor.u32();
        long type = cursor.u32();
        if (type == 0) {
            call(id, calls);
        } else if (type == 1) {
            boolean accepted = cursor.u32() == 0;
            authentication();
            int at = calls.answered(id);
            if (accepted && cursor.u32() == 0 && at >= 0 && !cursor.failed()) {
                answer(flow, side, calls, at, into);
            }
        }
    }

    private void call(int id, Calls calls) {
        long rpcVersion = cursor.u32();
        long program = cursor.u32();
        long version = cursor.u32();
        int procedure = (int) cursor.u32();
        authentication();
        authentication();
        int asked = (int) cursor.u32();
        cursor.u32();
        boolean text = version != 2;
        int protocol = 0;
        if (text && (procedure == GETPORT || procedure == GETVERSADDR)) {
            protocol = protocol(text());
        } else if (!text && procedure == GETPORT) {
            protocol = (int) cursor.u32();
        } else if (!text && procedure == CALLIT) {
            protocol = Packet.UDP;
        }
        boolean sound = rpcVersion == 2 && program == PORT_MAPPER && version >= 2 && version <= 4 && !cursor.failed();
        if (sound && asked != PORT_MAPPER && (protocol == Packet.TCP || protocol == Packet.UDP)) {
            calls.add(id, asked, protocol, text);
        }
    }

    private void answer(Flow flow, int side, Calls calls, int at, Announcements into) {
        long port = calls.inText[at] ? port(text()) : cursor.u32();
        int program = calls.program[at];
        calls.program[at] = 0;
        if (port > 0 && port <= 0xffff && !cursor.failed()) {
            Expected expected = Expected.of(label(program), calls.protocol[at], Role.SERVER, WEIGHT);
            String says = "announced by the port mapper for program " + Integer.toUnsignedString(program);
            into.announce(expected, flow.host(side), (int) port, says);
        }
    }

    private static String label(int program) {
        return switch (program) {
            case NFS -> "nfs";
            case MOUNT -> "mount";
            default -> "sunrpc";
        };
    }

    private void authentication() {
        cursor.u32();
        long length = cursor.u32();
        cursor.skip(length > MOST_CREDENTIALS ? -1 : padded((int) length));
    }

    private String text() {
        long length = cursor.u32();
        String text = cursor.latin1(length > MOST_TEXT ? -1 : (int) length);
        cursor.skip(padded((int) length) - text.length());
        return text;
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    /** The IP protocol of a network ID (RFC 5665 section 5.1). */
    private static int protocol(String network) {
        return switch (network) {
            case "tcp", "tcp6" -> Packet.TCP;
            case "udp", "udp6" -> Packet.UDP;
            default -> 0;
        };
    }

    /**
     * Port in the last two numbers of a universal address such as {@code 192.0.2.1.3.9} (RFC 5665 section 5.2.3), or 0.
     */
    private static int port(String address) {
        int second = address.lastIndexOf('.');
        int first = address.lastIndexOf('.', second - 1);
        int high = first < 0 ? -1 : octet(address, first + 1, second);
        int low = octet(address, second + 1, address.length());
        return high < 0 || low < 0 ? 0 : high << 8 | low;
    }

    private static int octet(String text, int from, int to) {
        int value = from < to && to - from <= 3 ? 0 : -1;
        for (int i = from; i < to && value >= 0; i++) {
            int digit = text.charAt(i) - '0';
            value = digit < 0 || digit > 9 ? -1 : value * 10 + digit;
        }
        return value > 0xff ? -1 : value;
    }
}
