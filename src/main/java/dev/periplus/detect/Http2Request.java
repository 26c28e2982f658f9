package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Said;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first request of an HTTP/2 client, from its first HEADERS frame (RFC 9113 sections 6.2, 6.10 and 8.3.1). Metadata
 * under {@code http2}. Reusable.
 */
final class Http2Request {
    private static final String GROUP = "http2";
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 0x20;
    private static final int MOST_FRAMES = 64;

    /** Bytes that the gRPC signatures search for the content type. */
    private static final int SEARCHED = 1500;

    private static final List<String> ETCD = List.of("/etcdserverpb.", "/v3lockpb.", "/v3electionpb.");

    private static final double DECODED = 20;
    private static final double ALONE = 90;

    private final ByteCursor cursor = new ByteCursor();
    private final Hpack hpack = new Hpack();
    private final byte[] block = new byte[Said.STREAM_LIMIT];
    private int blockLength;
    private int blockAt;
    private boolean whole;

    /**
     * Records the request once it is complete or can no longer be completed; returns true if there is nothing to wait
     * for.
     */
    boolean tell(Said said, Trail trail) {
        boolean growing = !said.snapped() && said.length() < Said.STREAM_LIMIT;
        if (!collect(said)) {
            return true;
        }
        if (growing && !whole) {
            return false;
        }
        Map<String, String> fields = hpack.read(block, 0, blockLength);
        metadata(trail, "method", fields.get(":method"));
        metadata(trail, "host", fields.getOrDefault(":authority", fields.get("host")));
        metadata(trail, "uri", fields.get(":path"));
        metadata(trail, "user_agent", fields.get("user-agent"));
        String type = fields.get("content-type");
        metadata(trail, "content_type", type);
        if (type != null && type.startsWith("application/grpc")) {
            double weight = searched(said) ? DECODED : ALONE;
            trail.found("grpc", weight, "HTTP/2 content type " + type, said, blockAt, said.length() - blockAt);
            use(trail, said, fields.getOrDefault(":path", ""));
        }
        return true;
    }

    /** The path of a gRPC request is the service with its package, then the method. */
    private void use(Trail trail, Said said, String path) {
        if (ETCD.stream().anyMatch(path::startsWith)) {
            trail.found("etcd", ALONE, "gRPC path " + path, said, blockAt, said.length() - blockAt);
        }
    }

    private static void metadata(Trail trail, String key, @Nullable String value) {
        if (value != null) {
            trail.metadata(GROUP, key, value);
        }
    }

    /** Joins the fragments of the block; returns false if these are not frames, or if too many precede the request. */
    private boolean collect(Said said) {
        said.cursor(cursor).seek(Http2Start.PREFACE);
        blockLength = 0;
        whole = false;
        boolean begun = false;
        for (int frames = 0; frames < MOST_FRAMES; frames++) {
            int at = cursor.position();
            int length = cursor.u24();
            int type = cursor.u8();
            int flags = cursor.u8();
            long stream = cursor.u32();
            if (cursor.failed()) {
                return true;
            }
            if (begun != (type == CONTINUATION) || type == HEADERS && (stream & 1) == 0) {
                return false;
            }
            if (type != HEADERS && type != CONTINUATION) {
                cursor.skip(length);
                continue;
            }
            blockAt = begun ? blockAt : at;
            begun = true;
            boolean here = fragment(said, length, type == HEADERS ? flags : 0);
            whole = here && (flags & END_HEADERS) != 0;
            if (!here || whole) {
                return true;
            }
        }
        return false;
    }

    /** Appends one frame's fragment of the block; returns false if part of it is missing. */
    private boolean fragment(Said said, int length, int flags) {
        int end = cursor.position() + length;
        int padding = (flags & PADDED) == 0 ? 0 : cursor.u8();
        cursor.skip((flags & PRIORITY) == 0 ? 0 : 5);
        int from = cursor.position();
        int here = Math.min(end - padding, said.length()) - from;
        if (!cursor.failed() && here > 0) {
            System.arraycopy(said.bytes(), from, block, blockLength, here);
            blockLength += here;
        }
        cursor.seek(end);
        return !cursor.failed();
    }

    private boolean searched(Said said) {
        int message = 1;
        while (message < said.messages() && said.messageEnd(message) <= blockAt) {
            message++;
        }
        return message <= 2 && blockAt - said.messageStart(message) < SEARCHED;
    }
}
