package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response of HTTP/3 (RFC 9114 section 4.1) on a stream of QUIC that was decrypted: HEADERS frames,
 * whose field sections decode and hold the fields that they must. Metadata under {@code http3}.
 */
final class Http3Detector implements Detector {
    private static final String GROUP = "http3";
    private static final int HEADERS = 1;
    private static final int MOST_FRAMES = 16;
    private static final double FIELDS = 60;
    private static final int EVIDENCE = 32;

    private final Qpack qpack = new Qpack();
    private final ByteCursor cursor = new ByteCursor();

    /** The sides whose fields were read. */
    private static final class State {
        int told;
    }

    @Override
    public String name() {
        return "http3";
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        if (exchange.flow().protocol() != Packet.UDP) {
            return Next.DONE;
        }
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        int side = exchange.speakingSide();
        Said said = exchange.said(side);
        if ((state.told & 1 << side) == 0) {
            int at = headers(said);
            Map<String, String> fields = at < 0 ? Map.of() : qpack.read(said.bytes(), at, cursor.position());
            boolean asks = exchange.speaker() == Role.CLIENT;
            String method = fields.get(":method");
            String status = fields.get(":status");
            String first = asks ? method : status;
            if (first != null) {
                state.told |= 1 << side;
                String says = asks ? "HTTP/3 request with method " + method : "HTTP/3 response with status " + status;
                trail.found("http3", FIELDS, says, said, 0, EVIDENCE);
                tell(fields, asks, trail);
            } else if (at == 0) {
                return Next.DONE;
            }
        }
        return state.told == 3 ? Next.DONE : Next.MORE;
    }

    private static void tell(Map<String, String> fields, boolean asks, Trail trail) {
        if (asks) {
            metadata(trail, "method", fields.get(":method"));
            metadata(trail, "host", fields.getOrDefault(":authority", fields.get("host")));
            metadata(trail, "uri", fields.get(":path"));
            metadata(trail, "user_agent", fields.get("user-agent"));
        } else {
            metadata(trail, "status", fields.get(":status"));
            metadata(trail, "server", fields.get("server"));
        }
    }

    private static void metadata(Trail trail, String key, @Nullable String value) {
        if (value != null) {
            trail.metadata(GROUP, key, value);
        }
    }

    /**
     * Finds the first field section: returns where it begins, and the cursor is where it ends; -1 if it is not there yet,
     * 0 if there will be none. Frames of unknown types may precede it (RFC 9114 section 9).
     */
    private int headers(Said said) {
        said.cursor(cursor);
        for (int frame = 0; frame < MOST_FRAMES; frame++) {
            long type = cursor.varint();
            long length = cursor.varint();
            if (cursor.failed()) {
                return -1;
            }
            int at = cursor.position();
            if (type == HEADERS) {
                boolean there = length <= cursor.remaining();
                cursor.skip((int) Math.min(length, Integer.MAX_VALUE));
                return there ? at : length <= Said.STREAM_LIMIT ? -1 : 0;
            }
            boolean reserved = type >= 0x21 && (type - 0x21) % 0x1f == 0;
            if (!reserved || length > Said.STREAM_LIMIT) {
                return 0;
            }
            cursor.skip((int) length);
        }
        return 0;
    }
}
