package dev.periplus.transfer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bodies out of HTTP/1 messages of both sides (RFC 9112 sections 6 and 7). A side whose framing is lost, because
 * bytes are missing from a head, is taken up again at a packet that begins with a response. What follows a CONNECT that was
 * granted (RFC 9110 section 9.3.6) is read as further messages, if it is any.
 */
final class HttpBodies implements Carrier {
    private static final int LONGEST_HEAD = 8192;
    private static final int MOST_WAITING = 64;
    private static final byte[] RESPONSE = "HTTP/1.".getBytes(StandardCharsets.ISO_8859_1);

    private final CarriedFiles files;
    private final Side[] sides = {new Side(), new Side()};

    /** Requests that wait for their responses. */
    private final Deque<HttpHead> requests = new ArrayDeque<>(2);

    private enum State {
        HEAD,
        FIXED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE,
        LOST
    }

    HttpBodies(CarriedFiles files) {
        this.files = files;
    }

    @Override
    public void bytes(int side, byte[] from, int offset, int length) {
        sides[side].bytes(from, offset, length);
    }

    @Override
    public void missing(int side, long count) {
        sides[side].missing(count);
    }

    @Override
    public void ended(int side, boolean closed) {
        sides[side].end(closed && sides[side].state == State.UNTIL_CLOSE);
    }

    /** What one side sends. */
    private final class Side {
        private State state = State.HEAD;
        private byte[] line = {};
        private int length;
        private int lineStart;
        private long left;
        private @Nullable CarriedFile file;
        private @Nullable Inflation inflation;
        private @Nullable Multipart form;

        void bytes(byte[] from, int offset, int count) {
            if (state == State.LOST && begins(from, offset, count)) {
                state = State.HEAD;
            }
            int at = offset;
            int end = offset + count;
            while (at < end && state != State.LOST) {
                switch (state) {
                    case FIXED, CHUNK -> {
                        int here = (int) Math.min(left, end - at);
                        body(from, at, here);
                        at += here;
                        passed(here);
                    }
                    case UNTIL_CLOSE -> {
                        body(from, at, end - at);
                        at = end;
                    }
                    default -> at = line(from, at, end);
                }
            }
        }

        private static boolean begins(byte[] from, int offset, int count) {
            int end = offset + RESPONSE.length;
            return count > RESPONSE.length && Arrays.equals(from, offset, end, RESPONSE, 0, RESPONSE.length);
        }

        private void passed(long count) {
            left -= count;
            if (left == 0 && state == State.FIXED) {
                end(true);
                state = State.HEAD;
            } else if (left == 0) {
                state = State.CHUNK_END;
            }
        }

        /** Takes the bytes up to the end of the line, if it is here; returns where they end. */
        private int line(byte[] from, int start, int end) {
            int at = start;
            while (at < end && from[at] != '\n') {
                at++;
            }
            boolean whole = at < end;
            int count = (whole ? at + 1 : at) - start;
            if (length + count > LONGEST_HEAD) {
                lose();
                return end;
            }
            if (length + count > line.length) {
                line = Arrays.copyOf(line, Math.min(LONGEST_HEAD, Math.max(256, 2 * (length + count))));
            }
            System.arraycopy(from, start, line, length, count);
            length += count;
            if (whole) {
                endOfLine();
            }
            return start + count;
        }

        private void endOfLine() {
            boolean empty = length - lineStart == 1 || length - lineStart == 2 && line[lineStart] == '\r';
            switch (state) {
                case HEAD -> {
                    if (empty && lineStart > 0) {
                        HttpHead head = new HttpHead(new String(line, 0, lineStart, StandardCharsets.ISO_8859_1));
                        clear();
                        head(head);
                    } else if (empty) {
                        clear();
                    } else {
                        lineStart = length;
                    }
                }
                case CHUNK_SIZE -> {
                    String text = new String(line, lineStart, length - lineStart, StandardCharsets.ISO_8859_1);
                    clear();
                    size(HttpHead.before(text, ";").strip());
                }
                case CHUNK_END -> {
                    clear();
                    state = empty ? State.CHUNK_SIZE : State.LOST;
                }
                default -> {
                    clear();
                    if (empty) {
                        end(true);
                        state = State.HEAD;
                    }
                }
            }
        }

        private void clear() {
            length = 0;
            lineStart = 0;
        }

        private void size(String hex) {
            left = number(hex);
            if (left < 0) {
                lose();
                return;
            }
            state = left == 0 ? State.TRAILER : State.CHUNK;
        }

        /** The number that at most 15 hexadecimal digits make; negative if they are none. */
        private static long number(String hex) {
            long number = hex.isEmpty() || hex.length() > 15 ? -1 : 0;
            for (int i = 0; i < hex.length() && number >= 0; i++) {
                int digit = hex.charAt(i) < 0x80 ? Character.digit(hex.charAt(i), 16) : -1;
                number = digit < 0 ? -1 : number << 4 | digit;
            }
            return number;
        }

        private void head(HttpHead head) {
            if (!head.isHttp()) {
                lose();
                return;
            }
            HttpHead asked = null;
            if (!head.response && requests.size() < MOST_WAITING) {
                requests.add(head);
            } else if (head.response && head.status >= 200) {
                asked = requests.poll();
            }
            String method = asked == null ? "" : asked.method;
            boolean proxied = method.equals("CONNECT") && head.status / 100 == 2;
            boolean bare = head.status / 100 == 1 || head.status == 204 || head.status == 304;
            if (head.status == 101) {
                lose();
            } else if (proxied
                    || bare
                    || method.equals("HEAD")
                    || !head.response && !head.chunked && head.length <= 0) {
                state = State.HEAD;
            } else {
                begin(head, asked == null ? head.target : asked.target);
            }
        }

        private void begin(HttpHead head, String target) {
            boolean gzip = head.encoding.equals("gzip") || head.encoding.equals("x-gzip");
            boolean packed = gzip || head.encoding.equals("deflate");
            boolean plain = head.encoding.isEmpty() || head.encoding.equals("identity");
            form = plain ? Multipart.of(head.fullType, files) : null;
            if (form == null && (packed || plain)) {
                inflation = packed ? new Inflation(gzip) : null;
                file = files.begin(head.name.isEmpty() ? target : head.name, head.type);
                if (head.ranged && head.outside > 0) {
                    file.damaged();
                }
            }
            left = head.length;
            state = head.chunked ? State.CHUNK_SIZE : left < 0 ? State.UNTIL_CLOSE : State.FIXED;
            if (state == State.FIXED && left == 0) {
                passed(0);
            }
        }

        private void body(byte[] from, int offset, int count) {
            CarriedFile to = file;
            Inflation unpacking = inflation;
            Multipart parts = form;
            if (parts != null) {
                parts.bytes(from, offset, count);
            } else if (to != null && unpacking != null) {
                unpacking.bytes(from, offset, count, to::bytes);
            } else if (to != null) {
                to.bytes(from, offset, count);
            }
        }

        void missing(long count) {
            boolean within = state == State.FIXED || state == State.CHUNK;
            if (state == State.UNTIL_CLOSE || within && count <= left) {
                gap(count);
                if (within) {
                    passed(count);
                }
            } else {
                lose();
            }
        }

        private void gap(long count) {
            CarriedFile to = file;
            Inflation unpacking = inflation;
            Multipart parts = form;
            if (parts != null) {
                parts.missing(count);
            } else if (to != null && unpacking != null) {
                unpacking.giveUp();
                to.damaged();
            } else if (to != null) {
                to.missing(count);
            }
        }

        private void lose() {
            clear();
            CarriedFile cut = file;
            if (cut != null) {
                cut.damaged();
            }
            end(false);
            state = State.LOST;
        }

        void end(boolean complete) {
            CarriedFile done = file;
            Inflation unpacking = inflation;
            Multipart parts = form;
            file = null;
            inflation = null;
            form = null;
            if (parts != null) {
                parts.end(false);
            }
            if (done != null) {
                if (unpacking != null && unpacking.isDamaged()) {
                    done.damaged();
                }
                files.end(done, complete);
            }
            if (unpacking != null) {
                unpacking.close();
            }
        }
    }
}
