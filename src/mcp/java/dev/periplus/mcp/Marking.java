package dev.periplus.mcp;

import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record safe to show to a language model: a member that may hold text of packets gets a name that says so
 * ({@code untrusted_…}), its text is printable, and everything is bounded. A member counts as such unless it is known
 * to hold only what Periplus or its rules say.
 */
final class Marking {
    static final String UNTRUSTED = "untrusted_";

    private static final int LONGEST_TEXT = 300;
    private static final int LONGEST_LIST = 40;
    private static final int MOST_CHARACTERS = 12_000;

    /** Whose text is made of addresses, numbers, times, hex, or the ids of rules; a capture is named by its path. */
    private static final Set<String> OWN = Set.of(
            "application",
            "basis",
            "bytes",
            "capture",
            "client_ips",
            "community_id",
            "direction",
            "end",
            "ended",
            "first",
            "for",
            "grade",
            "host",
            "id",
            "ip",
            "kind",
            "label",
            "last",
            "mac",
            "means",
            "of",
            "protocol",
            "protocols",
            "rule",
            "severity",
            "standing",
            "start",
            "techniques",
            "time",
            "transport",
            "tunnel",
            "uid",
            "uids",
            "unknown_because");

    /** Whose members are data of the program. */
    private static final Set<String> CLAIMS = Set.of("registered", "known_users");

    /** Whose members are all from packets or from hosts. */
    private static final Set<String> FOREIGN = Set.of("metadata", "process");

    private final String root;
    private int characters;
    private int cut;

    private Marking(String root) {
        this.root = root;
    }

    /**
     * Returns the marked record; {@code cut} in it counts what did not fit.
     *
     * @param root the folder of captures, from which paths are made relative
     */
    static Map<String, Object> of(Map<?, ?> members, String root) {
        Marking marking = new Marking(root);
        Map<String, Object> marked = marking.object(members, true);
        if (marking.cut > 0) {
            marked.put("cut", marking.cut);
        }
        return marked;
    }

    /** Returns printable text of this length at most. */
    static String text(String text, int longest) {
        int end = Math.min(text.length(), longest);
        String begin = Printable.of(text.substring(0, end));
        return end == text.length() ? begin : begin + "… (" + (text.length() - end) + " more characters)";
    }

    private Map<String, Object> object(Map<?, ?> members, boolean own) {
        Map<String, Object> marked = new LinkedHashMap<>();
        members.forEach((key, value) -> {
            String name = text(String.valueOf(key), LONGEST_TEXT);
            if (value == null) {
                return; // null and absent mean the same
            }
            if (characters > MOST_CHARACTERS) {
                cut++;
                return;
            }
            characters += name.length();
            boolean marks = holdsText(value) && !(own && OWN.contains(name));
            Object inner =
                    CLAIMS.contains(name) && own ? claims(value) : value(name, value, own && !FOREIGN.contains(name));
            marked.put(marks ? UNTRUSTED + name : name, inner);
        });
        return marked;
    }

    private static boolean holdsText(Object value) {
        return value instanceof String
                || value instanceof List<?> list && list.stream().anyMatch(Marking::holdsText);
    }

    private Object value(String name, Object value, boolean own) {
        if (value instanceof Map<?, ?> members) {
            return object(members, own);
        }
        if (value instanceof List<?> all) {
            List<Object> marked = new ArrayList<>();
            for (Object item : all) {
                if (marked.size() == LONGEST_LIST || characters > MOST_CHARACTERS) {
                    cut += all.size() - marked.size();
                    break;
                }
                marked.add(item == null ? "" : value(name, item, own));
            }
            return marked;
        }
        if (value instanceof String text) {
            String shown = text(name.equals("capture") ? relative(text) : text, LONGEST_TEXT);
            characters += shown.length();
            return shown;
        }
        return value;
    }

    /** Claims without their sources, which {@code explain} gives. */
    private static Object claims(@Nullable Object value) {
        if (value instanceof List<?> all) {
            return all.stream().limit(LONGEST_LIST).map(Marking::claims).toList();
        }
        Map<String, Object> claim = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, text) -> {
                if (text != null && !name.equals("source")) {
                    claim.put(String.valueOf(name), text);
                }
            });
        }
        return claim;
    }

    private String relative(String path) {
        return path.startsWith(root + "/") ? path.substring(root.length() + 1) : path;
    }
}
