package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/**
 * DTLS 1.0 to 1.3 (RFC 4347, RFC 6347, RFC 9147), OpenSSL's earlier version, and records with connection IDs (RFC
 * 9146). The records of a datagram must be consistent with each other, and the last must end with the datagram.
 * Metadata under {@code dtls}.
 */
final class DtlsDetector implements Detector {
    private static final double PART = 75;
    private static final double ONE_SIDE = 90;
    private static final double BOTH = 120;
    private static final double WITH_ID = 50;

    private static final int HEADER = 13;
    private static final int HANDSHAKE_HEADER = 12;
    private static final int NEITHER_DTLS_NOR_STUN = 0x40;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int HEARTBEAT = 24;
    private static final int WITH_CONNECTION_ID = 25;
    private static final int ACK = 26;
    private static final int HELLO_VERIFY_REQUEST = 3;
    /** A byte and its tag: 8 bytes of nonce and 8 of tag, or a tag of 16, or a checksum of 16. */
    private static final int SHORTEST_SEALED = 17;

    private static final int MAX_BODY = 16384 + 2048;
    private static final int MAX_MESSAGE = 1 << 17;
    private static final int MAX_EPOCH = 64;
    private static final int MAX_ID = 20;
    private static final int STUN_COOKIE = 0x2112a442;

    /** A bit for each handshake type of RFC 5246, RFC 6347 and RFC 8446. */
    private static final int HANDSHAKE_TYPES = 0b11_1111_0001_1111_1001_0011_1111;

    private final ByteCursor cursor = new ByteCursor();

    // The current datagram.
    private Role speaker = Role.CLIENT;
    private int flowSide;
    private @Nullable Role server;
    private DtlsTrace trace = new DtlsTrace();

    // The current record.
    private int type;
    private int epoch;
    private int recordEnd;

    // The current handshake fragment.
    private int message;
    private int messageLength;
    private int messageSequence;
    private int fragmentOffset;
    private int fragmentLength;

    @Override
    public String name() {
        return "dtls";
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP;
    }

    @Override
    public boolean opensWith(int first) {
        return first < NEITHER_DTLS_NOR_STUN;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        speaker = exchange.speaker();
        flowSide = exchange.speakingSide();
        server = null;
        Said said = exchange.said(flowSide);
        DtlsTrace known = trail.state() instanceof DtlsTrace before ? before : null;
        boolean fits = records(said, false, trail);
        if (fits) {
            trace = known == null ? new DtlsTrace() : known;
            trail.state(trace);
        }
        if (!fits || !records(said, true, trail)) {
            boolean given = known != null && known.tally.given() > 0 || fits && trace.tally.given() > 0;
            return given || sharesPort(said) ? Next.MORE : Next.DONE;
        }
        Role proven = server;
        if (proven != null) {
            trace.hello = true;
            trail.serverIs(proven);
        }
        boolean told = trace.handshake.serverComplete() && trace.handshake.clientComplete();
        return told || trace.encrypted > 1 ? Next.DONE : Next.MORE;
    }

    /** STUN precedes DTLS on the same ports (RFC 7983). */
    private boolean sharesPort(Said said) {
        said.cursor(cursor);
        int first = cursor.u16();
        cursor.skip(2);
        return first < 0x4000 && (int) cursor.u32() == STUN_COOKIE;
    }

    /** Follows the records to the end of the datagram, and inspects them if {@code open}. */
    private boolean records(Said said, boolean open, Trail trail) {
        byte[] bytes = said.bytes();
        int at = 0;
        while (at < said.length()) {
            if (at > 0 && (bytes[at] & 0xe0) == 0x20) {
                // Encrypted records of 1.3 have a different header and only follow the hellos.
                return !open || trace.handshake.clientSeen() || trace.handshake.serverSeen();
            }
            if (bytes[at] == WITH_CONNECTION_ID) {
                return !open || withConnectionId(said, at, trail);
            }
            if (!header(said, at)) {
                return at > 0 && said.snapped() && at + HEADER > said.length();
            }
            int end = recordEnd;
            if (open && !record(said, at, trail)) {
                return false;
            }
            at = end;
        }
        return at > 0;
    }

    private boolean header(Said said, int at) {
        said.cursor(cursor).seek(at);
        type = cursor.u8();
        int version = cursor.u16();
        epoch = cursor.u16();
        int sequenceHigh = cursor.u16();
        cursor.skip(4);
        int length = cursor.u16();
        recordEnd = at + HEADER + length;
        return !cursor.failed()
                && type >= CHANGE_CIPHER_SPEC
                && type <= ACK
                && TlsVersion.isDatagram(version)
                && epoch <= MAX_EPOCH
                && sequenceHigh < 0x100
                && length > 0
                && length <= MAX_BODY
                && recordEnd <= said.wireLength();
    }

    private boolean record(Said said, int at, Trail trail) {
        if (epoch == 0) {
            return clear(said, at + HEADER, trail);
        }
        if (type == ACK || recordEnd - at - HEADER < SHORTEST_SEALED) {
            return false;
        }
        encrypted(said, at, trail);
        return true;
    }

    private void encrypted(Said said, int at, Trail trail) {
        if (flowSide == trace.handshake.serverSide()) {
            trace.handshake.noCertificate();
        }
        if (at == 0 && !trace.hello) {
            trace.encrypted++;
            double weight = trace.encrypted > 1 ? ONE_SIDE : PART;
            trace.tally.raise(trail, weight, "encrypted DTLS record; handshake not seen", said, at, HEADER);
        }
    }

    /** Inspects a record of epoch 0, which is not encrypted. */
    private boolean clear(Said said, int at, Trail trail) {
        int end = recordEnd;
        return switch (type) {
            case CHANGE_CIPHER_SPEC -> end - at == 1;
            case ALERT -> end - at == 2 && said.length() > at && (said.bytes()[at] == 1 || said.bytes()[at] == 2);
            case HANDSHAKE -> handshake(said, at, end, trail);
            case ACK, HEARTBEAT -> trace.tally.given() > 0;
            default -> false;
        };
    }

    private boolean handshake(Said said, int from, int end, Trail trail) {
        int at = from;
        while (at < end) {
            if (!fragment(said, at, end)) {
                return at > from && said.snapped() && at + HANDSHAKE_HEADER > said.length();
            }
            at += HANDSHAKE_HEADER;
            if (!message(said, at, trail)) {
                return false;
            }
            at += fragmentLength;
        }
        return true;
    }

    private boolean fragment(Said said, int at, int end) {
        said.cursor(cursor).seek(at);
        message = cursor.u8();
        messageLength = cursor.u24();
        messageSequence = cursor.u16();
        fragmentOffset = cursor.u24();
        fragmentLength = cursor.u24();
        return !cursor.failed()
                && message < Integer.SIZE
                && (HANDSHAKE_TYPES >> message & 1) != 0
                && messageLength <= MAX_MESSAGE
                && fragmentOffset + fragmentLength <= messageLength
                && at + HANDSHAKE_HEADER + fragmentLength <= end;
    }

    private boolean message(Said said, int at, Trail trail) {
        byte[] bytes = said.bytes();
        int from = at;
        int available = Math.min(fragmentLength, said.length() - at);
        if (available < messageLength && !said.snapped()) {
            HandshakeFragments reassembly = trace.reassembly(flowSide, messageSequence);
            reassembly.put(bytes, at, available, fragmentOffset);
            bytes = reassembly.bytes();
            from = 0;
            available = Math.min(messageLength, reassembly.contiguous());
        }
        return switch (message) {
            case TlsHandshake.CLIENT_HELLO, TlsHandshake.SERVER_HELLO ->
                available < 2 || hello(said, bytes, from, available, trail);
            case HELLO_VERIFY_REQUEST -> verifyRequest(said, bytes, from, available, trail);
            default -> other(said, bytes, from, available, trail);
        };
    }

    private boolean hello(Said said, byte[] bytes, int from, int available, Trail trail) {
        boolean client = message == TlsHandshake.CLIENT_HELLO;
        TlsHello hello = trace.handshake.hello(client, bytes, from, available, messageLength, trail);
        if (hello == null || !TlsVersion.isDatagram(hello.legacyVersion)) {
            return false;
        }
        if (!client) {
            trace.handshake.serverSide(flowSide);
        }
        boolean both = trace.handshake.clientSeen() && (trace.handshake.serverSeen() || trace.verified);
        double weight = both ? BOTH : hello.complete ? ONE_SIDE : PART;
        trace.tally.raise(trail, weight, TlsHandshake.describe("DTLS", hello), said, 0, HEADER + HANDSHAKE_HEADER);
        server = client ? speaker.other() : speaker;
        return true;
    }

    private boolean other(Said said, byte[] bytes, int from, int available, Trail trail) {
        if (flowSide == trace.handshake.serverSide()) {
            if (message == TlsHandshake.CERTIFICATE) {
                trace.handshake.certificate(bytes, from, available, trail);
            } else {
                trace.handshake.noCertificate();
            }
        }
        String says = "DTLS handshake message of type " + message;
        trace.tally.raise(trail, PART, says, said, 0, HEADER + HANDSHAKE_HEADER);
        return true;
    }

    private boolean verifyRequest(Said said, byte[] bytes, int from, int available, Trail trail) {
        if (available < 3 || (bytes[from] & 0xff) != 0xfe && bytes[from] != 1) {
            return false;
        }
        trace.verified = true;
        double weight = trace.handshake.clientSeen() ? BOTH : ONE_SIDE;
        trace.tally.raise(trail, weight, "DTLS HelloVerifyRequest", said, 0, HEADER + HANDSHAKE_HEADER);
        server = speaker;
        return true;
    }

    /** The record does not carry the length of the ID, so the lengths that make it end with the datagram are kept. */
    private boolean withConnectionId(Said said, int at, Trail trail) {
        said.cursor(cursor).seek(at + 1);
        int version = cursor.u16();
        int epoch = cursor.u16();
        int sequenceHigh = cursor.u16();
        if (version != 0xfefd || epoch == 0 || epoch > MAX_EPOCH || sequenceHigh >= 0x100) {
            return false;
        }
        int lengths = 0;
        for (int id = 1; id <= MAX_ID; id++) {
            said.cursor(cursor).seek(at + HEADER - 2 + id);
            if (at + HEADER + id + cursor.u16() == said.wireLength() && !cursor.failed()) {
                lengths |= 1 << id;
            }
        }
        if (lengths == 0 || !trace.narrow(flowSide, lengths)) {
            return false;
        }
        if (!trace.hello) {
            trace.encrypted++;
            double weight = trace.encrypted > 1 ? ONE_SIDE : WITH_ID;
            trace.tally.raise(trail, weight, "DTLS record with a connection ID", said, at, HEADER);
        }
        return true;
    }
}
