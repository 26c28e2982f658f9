package dev.periplus.registry;

import dev.periplus.registry.KnownUserEntry.Field;
import dev.periplus.registry.KnownUserEntry.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a list of known users apart where it is written in the plain form of the packaged file: a key a line, plain
 * text that may go on in deeper lines, lists of plain texts. That saves much of the time of a start. Whatever
 * could mean something else in YAML makes it give up, and {@link KnownUsersYaml} reads the file.
 */
final class KnownUsersPlain {
    private static final String FIRST = "- ";
    private static final String KEY = "  ";
    private static final String DEEPER = "    ";
    private static final String ITEM = DEEPER + FIRST;
    private static final String SPECIAL = "\"'&*!|>%@`{}[]#?,-:";

    private final List<KnownUserEntry> entries = new ArrayList<>();
    private @Nullable KnownUserEntry entry;
    private @Nullable String key;
    private int keyLine;
    private boolean list;
    private boolean flow;
    private final List<Item> items = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int textLine;

    private KnownUsersPlain() {}

    /** The entries, or null where the text is not of the plain form. */
    static @Nullable List<KnownUserEntry> read(String yaml) {
        KnownUsersPlain plain = new KnownUsersPlain();
        int number = 1;
        for (int at = 0; at < yaml.length(); number++) {
            int end = yaml.indexOf('\n', at);
            end = end < 0 ? yaml.length() : end;
            if (!plain.line(number, yaml.substring(at, end))) {
                return null;
            }
            at = end + 1;
        }
        plain.endEntry();
        return plain.entries.isEmpty() ? null : plain.entries;
    }

    private boolean line(int number, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            endEntry();
            return true;
        }
        if (line.startsWith(FIRST)) {
            endEntry();
            entry = KnownUserEntry.at(number);
            return key(number, line.substring(FIRST.length()));
        }
        if (entry == null) {
            return false;
        }
        if (line.startsWith(ITEM)) {
            return item(number, line.substring(ITEM.length()));
        }
        if (line.startsWith(DEEPER)) {
            return more(number, line);
        }
        return line.startsWith(KEY) && key(number, line.substring(KEY.length()));
    }

    private boolean key(int number, String line) {
        endField();
        int colon = line.indexOf(':');
        if (colon <= 0 || !isWord(line.substring(0, colon))) {
            return false;
        }
        key = line.substring(0, colon);
        keyLine = number;
        String value = line.substring(colon + 1);
        if (value.isEmpty()) {
            return entry != null && !entry.fields().containsKey(key);
        }
        boolean fresh = entry != null && !entry.fields().containsKey(key) && value.startsWith(" ");
        return fresh && (value.startsWith(" [") ? flow(number, value.strip()) : begin(number, value.substring(1)));
    }

    private static boolean isWord(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c < 'a' || c > 'z') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private boolean flow(int number, String value) {
        if (!value.endsWith("]")) {
            return false;
        }
        list = true;
        flow = true;
        for (String each : value.substring(1, value.length() - 1).split(",", -1)) {
            String item = each.strip();
            if (!isPlain(item) || !isLettersAndDigits(item)) {
                return false;
            }
            items.add(new Item(number, item));
        }
        return true;
    }

    private static boolean isLettersAndDigits(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private boolean item(int number, String value) {
        if (key == null || !list && !text.isEmpty() || flow) {
            return false;
        }
        endItem();
        list = true;
        return begin(number, value);
    }

    private boolean begin(int number, String value) {
        textLine = number;
        text.append(value);
        return isPlain(value);
    }

    private boolean more(int number, String line) {
        String indent = list ? DEEPER + KEY : DEEPER;
        if (key == null || flow || list && text.isEmpty() || !line.startsWith(indent)) {
            return false;
        }
        String value = line.substring(indent.length());
        if (text.isEmpty()) {
            return begin(number, value);
        }
        text.append(' ').append(value);
        return isPlain(value);
    }

    private static boolean isPlain(String value) {
        if (value.isEmpty() || SPECIAL.indexOf(value.charAt(0)) >= 0) {
            return false;
        }
        char before = ' ';
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            boolean gap = c == ' ' && (before == ' ' || before == ':');
            if (gap || c < ' ' || c > '~' || c == '#' && before == ' ') {
                return false;
            }
            before = c;
        }
        return before != ' ' && before != ':';
    }

    private void endItem() {
        if (!text.isEmpty()) {
            items.add(new Item(textLine, text.toString()));
            text.setLength(0);
        }
    }

    private void endField() {
        endItem();
        if (entry != null && key != null) {
            List<Item> all = items.isEmpty() ? List.of(new Item(keyLine, "")) : List.copyOf(items);
            entry.fields().put(key, new Field(keyLine, list, all));
        }
        items.clear();
        key = null;
        list = false;
        flow = false;
    }

    private void endEntry() {
        endField();
        if (entry != null) {
            entries.add(entry);
        }
        entry = null;
    }
}
