package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SSH by the identification strings of both sides (RFC 4253 section 4.2) and the key exchange that follows. Metadata
 * under {@code ssh}: the strings, and the MD5 fingerprints of the algorithms known as HASSH.
 */
final class SshDetector implements Detector {
    private static final String SSH = "ssh";
    private static final String PREFIX = "SSH-";
    private static final double BANNER = 100;
    private static final double ODD_BANNER = 75;
    private static final double OTHER_BANNER = 20;
    private static final double KEY_EXCHANGE = 15;
    private static final int MAX_LINE = 255;
    private static final int MAX_BEFORE = 2048;
    private static final int MAX_VERSION = 16;

    /** Returned by {@link #find} if the side has not sent an identification string. */
    private static final int LINES_ONLY = -1;

    private static final int NOT_YET = -2;
    private static final int NEVER = -3;

    private final SshKeyExchange keyExchange = new SshKeyExchange();
    private final MessageDigest md5;

    /** State of a flow, by side. */
    private static final class State {
        final boolean[] banner = new boolean[2];
        final boolean[] settled = new boolean[2];
        boolean keys;
    }

    SshDetector() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is required of every Java platform", e);
        }
    }

    @Override
    public String name() {
        return SSH;
    }

    @Override
    public List<String> answers() {
        return List.of("ssh");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP || protocol == Packet.SCTP;
    }

    @Override
    public boolean opensWith(int first) {
        return first >= ' ' || first == '\r' || first == '\n' || first == '\t';
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        Role role = exchange.speaker();
        Flow flow = exchange.flow();
        int side = exchange.speakingSide();
        if (state.settled[side]) {
            return Next.MORE;
        }
        Said said = exchange.said(side);
        int at = find(said);
        boolean maySpeakBefore = role == Role.SERVER || flow.direction() != Flow.Direction.OBSERVED;
        if (at == LINES_ONLY) {
            boolean otherMay = state.banner[1 - side] || exchange.said(1 - side).length() == 0;
            return otherMay && maySpeakBefore ? Next.MORE : Next.DONE;
        }
        if (at < 0 || at > 0 && !maySpeakBefore) {
            return at == NOT_YET ? Next.MORE : Next.DONE;
        }
        int lineEnd = endOfLine(said, at);
        boolean growing = said.length() - at <= MAX_LINE && !said.snapped();
        if (lineEnd < 0 && growing) {
            return Next.MORE;
        }
        boolean server = isServer(role, at, said, lineEnd);
        if (!state.banner[side]) {
            state.banner[side] = true;
            tell(trail, state.banner[1 - side], said, at, lineEnd, server);
        }
        state.settled[side] = lineEnd < 0 || keys(trail, state, said, lineEnd + 1, server);
        if (server != (role == Role.SERVER)) {
            trail.serverIs(server ? role : role.other());
        }
        return state.settled[0] && state.settled[1] ? Next.DONE : Next.MORE;
    }

    /** Lines before the string, or names that only one side puts into its key exchange, identify the server. */
    private boolean isServer(Role role, int at, Said said, int lineEnd) {
        boolean whole = lineEnd >= 0
                && keyExchange.read(said.bytes(), lineEnd + 1, said.length() - lineEnd - 1) == SshKeyExchange.Fit.WHOLE;
        if (at > 0 || whole && keyExchange.saysServer()) {
            return true;
        }
        return role == Role.SERVER && !(whole && keyExchange.saysClient());
    }

    private static void tell(Trail trail, boolean second, Said said, int at, int lineEnd, boolean server) {
        int end = lineEnd < 0 ? Math.min(said.length(), at + MAX_LINE) : lineEnd;
        if (end > at && said.bytes()[end - 1] == '\r') {
            end--;
        }
        String banner = new String(said.bytes(), at, end - at, StandardCharsets.ISO_8859_1);
        double weight = second ? OTHER_BANNER : isUsual(said, at) ? BANNER : ODD_BANNER;
        trail.found(SSH, weight, "SSH identification string " + banner, said, at, end - at);
        trail.metadata(SSH, server ? "server" : "client", banner);
    }

    /** Returns true once the first packet was read or turned out to be something else. */
    private boolean keys(Trail trail, State state, Said said, int from, boolean server) {
        SshKeyExchange.Fit fit = keyExchange.read(said.bytes(), from, said.length() - from);
        if (fit == SshKeyExchange.Fit.WHOLE) {
            if (!state.keys) {
                state.keys = true;
                trail.found(
                        SSH,
                        KEY_EXCHANGE,
                        "SSH key exchange after the identification string",
                        said,
                        from,
                        keyExchange.length());
            }
            byte[] algorithms = keyExchange.algorithms(!server).getBytes(StandardCharsets.ISO_8859_1);
            String fingerprint = HexFormat.of().formatHex(md5.digest(algorithms));
            trail.metadata(SSH, server ? "hassh_server" : "hassh", fingerprint);
        }
        return fit != SshKeyExchange.Fit.PARTIAL;
    }

    /** Offset of the identification string: the first byte, or for a server after other lines. */
    private static int find(Said said) {
        byte[] bytes = said.bytes();
        int limit = Math.min(said.length(), MAX_BEFORE);
        int line = 0;
        while (line < limit) {
            int fit = version(bytes, line, said.length());
            if (fit == LINES_ONLY && line == 0) {
                fit = namedVersion(bytes, said.length());
            }
            if (fit != LINES_ONLY) {
                return fit;
            }
            while (line < limit && bytes[line] != '\n') {
                if (isControl(bytes[line])) {
                    return NEVER;
                }
                line++;
            }
            line++;
        }
        return said.length() >= MAX_BEFORE ? NEVER : LINES_ONLY;
    }

    /** {@code SSH-1.} or {@code SSH-2.} and a digit. */
    private static int version(byte[] bytes, int at, int end) {
        for (int i = 0; i < 7; i++) {
            if (at + i >= end) {
                return i == 0 ? LINES_ONLY : NOT_YET;
            }
            byte octet = bytes[at + i];
            boolean fits = switch (i) {
                case 4 -> octet == '1' || octet == '2';
                case 6 -> octet >= '0' && octet <= '9';
                default -> octet == "SSH-2.".charAt(i);
            };
            if (!fits) {
                return LINES_ONLY;
            }
        }
        return at;
    }

    private static boolean isUsual(Said said, int at) {
        return version(said.bytes(), at, said.length()) == at;
    }

    /**
     * {@code SSH-}, a name in place of the version, and another, at the very beginning: so do programs that tunnel in SSH
     * only to themselves.
     */
    private static int namedVersion(byte[] bytes, int end) {
        int at = 0;
        while (at < end && at < PREFIX.length() && bytes[at] == PREFIX.charAt(at)) {
            at++;
        }
        if (at < PREFIX.length()) {
            return LINES_ONLY;
        }
        while (at < end
                && at < PREFIX.length() + MAX_VERSION
                && (bytes[at] | 0x20) >= 'a'
                && (bytes[at] | 0x20) <= 'z') {
            at++;
        }
        boolean named = at == end || at > PREFIX.length() && bytes[at] == '-';
        if (named && at + 1 >= end) {
            return NOT_YET;
        }
        return named && bytes[at + 1] > ' ' && bytes[at + 1] < 0x7f ? 0 : LINES_ONLY;
    }

    private static int endOfLine(Said said, int at) {
        int end = Math.min(said.length(), at + MAX_LINE + 1);
        for (int i = at; i < end; i++) {
            if (said.bytes()[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isControl(byte octet) {
        return octet >= 0 && octet < 0x20 && octet != '\t' && octet != '\r' || octet == 0x7f;
    }
}
