package dev.periplus.detect;

import dev.periplus.answer.Metadata;
import dev.periplus.classify.Announcements;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Counts the questions of a DNS flow by domain, from the first long name on: what is carried in names takes many long
 * ones of one domain. Metadata {@code dns.questions}: {@code evil.example questions=187 names=187 bytes=18700
 * types=TXT,NULL}, where names are different ones and bytes are those of the labels below the domain.
 */
final class DnsQuestions {
    private static final int MOST_LABELS = 127;

    /** Bytes below the domain from which on a name is long. */
    private static final int LONG = 30;

    private static final int MOST_DOMAINS = 4;

    /** Bits by which names are told apart; many names are more than are counted. */
    private static final int BITS = 1024;

    /** Longest label of a country's second level, such as {@code co.uk}. */
    private static final int SECOND_LEVEL = 3;

    private final int[] starts = new int[MOST_LABELS + 1];
    private int type;

    /** The questions about one domain. */
    private static final class Domain {
        private final String name;
        private final long[] seen = new long[BITS / Long.SIZE];
        private final List<String> types = new ArrayList<>(2);
        private int questions;
        private int names;
        private long bytes;

        Domain(String name) {
            this.name = name;
        }

        void add(int hash, int length, int type) {
            int bit = Math.floorMod(hash ^ hash >>> 16, BITS);
            if ((seen[bit / Long.SIZE] & 1L << bit) == 0) {
                seen[bit / Long.SIZE] |= 1L << bit;
                names++;
            }
            questions++;
            bytes += length;
            String shown = DnsNames.type(type);
            if (types.size() < MOST_DOMAINS && !types.contains(shown)) {
                types.add(shown);
            }
        }
    }

    /** The domains of a flow. */
    private record State(List<Domain> domains) {}

    /** Takes a query, which begins at an offset; {@code captured} of its {@code length} bytes are here. */
    void hear(byte[] bytes, int from, int captured, int length, Announcements into) {
        boolean one = bytes[from + 4] == 0 && bytes[from + 5] == 1;
        int labels = one && captured <= length ? labels(bytes, from + DnsMessage.HEADER, from + captured) : 0;
        if (labels < 3) {
            return;
        }
        int last = labels - 1;
        int endOfName = starts[labels] - 1;
        boolean country = endOfName - starts[last] == 2 && starts[last] - 1 - starts[last - 1] <= SECOND_LEVEL;
        int domain = starts[last - (country ? 2 : 1)];
        int below = domain - starts[0];
        State state = into.state() instanceof State known ? known : null;
        if (state == null && below < LONG) {
            return;
        }
        if (state == null) {
            state = new State(new ArrayList<>(1));
            into.state(state);
        }
        add(state, name(bytes, domain, endOfName), hash(bytes, starts[0], domain), below, type);
    }

    private static void add(State state, String name, int hash, int below, int type) {
        for (Domain known : state.domains) {
            if (known.name.equals(name)) {
                known.add(hash, below, type);
                return;
            }
        }
        if (state.domains.size() < MOST_DOMAINS) {
            Domain first = new Domain(name);
            first.add(hash, below, type);
            state.domains.add(first);
        }
    }

    /** Finds where the labels of a name begin, without their lengths; returns how many there are, 0 if it is none. */
    private int labels(byte[] bytes, int from, int end) {
        int at = from;
        int count = 0;
        while (at < end && bytes[at] > 0 && count < MOST_LABELS) {
            starts[count++] = at + 1;
            at += bytes[at] + 1;
        }
        if (at + 2 >= end || bytes[at] != 0) {
            return 0;
        }
        starts[count] = at + 1;
        type = (bytes[at + 1] & 0xff) << Byte.SIZE | bytes[at + 2] & 0xff;
        return count;
    }

    private static String name(byte[] bytes, int from, int end) {
        StringBuilder name = new StringBuilder(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c > ' ' && c < 0x7f && c != '=';
            name.setCharAt(i, plain ? c : c < '@' && c > 0 ? '.' : '?');
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static int hash(byte[] bytes, int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** Adds the sums of a flow. */
    static void sumUp(Announcements heard, Metadata.Builder into) {
        if (heard.state() instanceof State state) {
            for (Domain domain : state.domains) {
                into.add(
                        "dns",
                        "questions",
                        domain.name + " questions=" + domain.questions + " names=" + domain.names + " bytes="
                                + domain.bytes + " types=" + String.join(",", domain.types));
            }
        }
    }
}
