package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;

/**
 * Extracts names from the first message of RFB (RFC 6143 section 7.1.1), MySQL (Protocol::HandshakeV10) and PostgreSQL
 * (StartupMessage, also after a refusal of encryption). Metadata under {@code vnc}, {@code mysql} and {@code
 * postgresql}; signatures find the labels.
 */
final class BannerDetector implements Detector {
    private static final int RFB = 12;
    private static final int MYSQL_HEADER = 5;
    private static final int LONGEST_VERSION = 80;
    private static final int STARTUP_HEADER = 8;
    private static final int LONGEST_STARTUP = 10_000;
    private static final int ENCRYPTION_REQUEST = 8;
    private static final int TLS_REQUEST = 0x04d2162f;
    private static final int GSSAPI_REQUEST = 0x04d21630;
    private static final int MOST_PARAMETERS = 32;

    private final ByteCursor cursor = new ByteCursor();

    @Override
    public String name() {
        return "banner";
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        Said said = exchange.said(exchange.speakingSide());
        if (said.length() < RFB) {
            return mayBegin(said) ? Next.MORE : Next.DONE;
        }
        byte[] bytes = said.bytes();
        if (bytes[0] == 'R') {
            return rfb(said, trail);
        }
        if (bytes[3] == 0 && bytes[4] == 10) {
            return mysql(said, trail);
        }
        return bytes[0] == 0 ? postgresql(said, trail) : Next.DONE;
    }

    /**
     * Whether a side that sent less, such as the letter that refuses encryption, may still become one of these
     * protocols.
     */
    private static boolean mayBegin(Said said) {
        byte[] bytes = said.bytes();
        int length = said.length();
        boolean refusal = length == 1 && (bytes[0] == 'N' || bytes[0] == 'S');
        boolean text = length > 0 && bytes[0] == 'R' && (length == 1 || bytes[1] == 'F');
        boolean mysql = length < 4 || bytes[3] == 0;
        return !said.snapped() && (length == 0 || refusal || text || bytes[0] == 0 || mysql);
    }

    private Next rfb(Said said, Trail trail) {
        said.cursor(cursor);
        String line = cursor.latin1(RFB);
        boolean fits = line.startsWith("RFB ") && line.charAt(7) == '.' && line.charAt(11) == '\n';
        String version = line.substring(4, 11);
        if (fits && version.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')) {
            trail.metadata("vnc", "version", version);
        }
        return Next.DONE;
    }

    private Next mysql(Said said, Trail trail) {
        said.cursor(cursor);
        int packet = cursor.u8() | cursor.u16le() << 8;
        int length = 0;
        cursor.seek(MYSQL_HEADER);
        while (length < LONGEST_VERSION && cursor.peek(length) >= 0x20 && cursor.peek(length) < 0x7f) {
            length++;
        }
        boolean begins = cursor.peek(0) >= '0' && cursor.peek(0) <= '9';
        boolean ends = cursor.peek(length) == 0;
        if (begins && ends && packet > length + 1 && packet + 4 == said.wireLength()) {
            trail.metadata("mysql", "version", cursor.latin1(length));
        }
        return Next.DONE;
    }

    private Next postgresql(Said said, Trail trail) {
        boolean asks = said.cursor(cursor).u32() == ENCRYPTION_REQUEST;
        long code = cursor.u32();
        int at = asks && (code == TLS_REQUEST || code == GSSAPI_REQUEST) ? ENCRYPTION_REQUEST : 0;
        if (at > 0 && said.length() < at + STARTUP_HEADER) {
            return Next.MORE;
        }
        cursor.seek(at);
        long length = cursor.u32();
        long version = cursor.u32();
        if (version >> 16 != 3 || (version & 0xffff) > 2 || length > LONGEST_STARTUP || length <= STARTUP_HEADER) {
            return Next.DONE;
        }
        if (said.length() < at + length && !said.snapped()) {
            return Next.MORE;
        }
        for (int i = 0; i < MOST_PARAMETERS && cursor.peek(0) > 0; i++) {
            String key = terminated();
            String value = terminated();
            if (!cursor.failed() && (key.equals("user") || key.equals("database") || key.equals("application_name"))) {
                trail.metadata("postgresql", key, value);
            }
        }
        return Next.DONE;
    }

    private String terminated() {
        int length = 0;
        while (cursor.peek(length) > 0) {
            length++;
        }
        String text = cursor.latin1(length);
        cursor.skip(1);
        return text;
    }
}
