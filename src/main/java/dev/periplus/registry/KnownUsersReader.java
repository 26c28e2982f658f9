package dev.periplus.registry;

import dev.periplus.address.Transport;
import dev.periplus.registry.KnownUserEntry.Field;
import dev.periplus.registry.KnownUserEntry.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes known users of the entries of a file. Faults are collected, all of them, each with its line. */
final class KnownUsersReader {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Set<String> KEYS = Set.of(
            "id",
            "name",
            "label",
            "transport",
            "ports",
            "allocation",
            "grade",
            "sources",
            "corroborated-by",
            "refuted-by",
            "notes");

    private final String file;
    private final List<String> faults;

    KnownUsersReader(String file, List<String> faults) {
        this.file = file;
        this.faults = faults;
    }

    void read(String yaml, Map<String, KnownUser> users) {
        for (KnownUserEntry entry : new KnownUsersYaml(file, faults).read(yaml)) {
            KnownUser user = user(entry);
            if (user != null && users.putIfAbsent(user.id(), user) != null) {
                fault(entry.line(), "the id " + user.id() + " is taken");
            }
        }
    }

    private @Nullable KnownUser user(KnownUserEntry entry) {
        int before = faults.size();
        for (Map.Entry<String, Field> field : entry.fields().entrySet()) {
            if (!KEYS.contains(field.getKey())) {
                String key = Texts.shortened(field.getKey());
                fault(field.getValue().line(), "\"" + key + "\" is not a field of a known user");
            }
        }
        String id = matching(entry, "id");
        String label = entry.fields().containsKey("label") ? matching(entry, "label") : null;
        String name = one(entry, "name");
        List<Integer> transports = list(entry, "transport", KnownUsersReader::transport);
        List<PortRange> ports = list(entry, "ports", PortRange::parse);
        Allocation allocation = constant(entry, "allocation", Allocation.values(), Allocation::word);
        KnownUser.Grade grade = constant(entry, "grade", KnownUser.Grade.values(), KnownUser.Grade::word);
        List<String> sources = list(entry, "sources", Function.identity());
        String corroborated = one(entry, "corroborated-by");
        String refuted = entry.fields().containsKey("refuted-by") ? one(entry, "refuted-by") : null;
        boolean noted = entry.fields().containsKey("notes");
        List<String> notes = noted ? list(entry, "notes", Function.identity()) : List.of();
        if (faults.size() > before || allocation == null || grade == null) {
            return null;
        }
        return new KnownUser(
                id, name, label, transports, ports, allocation, grade, sources, corroborated, refuted, notes);
    }

    private String one(KnownUserEntry entry, String key) {
        Field field = entry.fields().get(key);
        String text = field == null || field.list()
                ? ""
                : Texts.clean(field.items().get(0).text());
        if (text.isEmpty()) {
            String wrong = field != null && field.list() ? " is a list" : " is missing or empty";
            fault(field == null ? entry.line() : field.line(), "the field " + key + wrong);
        }
        return text;
    }

    private String matching(KnownUserEntry entry, String key) {
        String text = one(entry, key);
        if (!text.isEmpty() && !ID.matcher(text).matches()) {
            fault(line(entry, key), "\"" + Texts.shortened(text) + "\" is not lower case with hyphens");
        }
        return text;
    }

    private <T> List<T> list(KnownUserEntry entry, String key, Function<String, T> as) {
        Field field = entry.fields().get(key);
        List<T> values = new ArrayList<>();
        for (Item item : field == null ? List.<Item>of() : field.items()) {
            String text = Texts.clean(item.text());
            try {
                if (text.isEmpty()) {
                    throw new IllegalArgumentException("the field " + key + " holds something empty");
                }
                values.add(as.apply(text));
            } catch (IllegalArgumentException wrong) {
                fault(item.line(), wrong.getMessage());
            }
        }
        if (field == null || field.items().isEmpty()) {
            fault(line(entry, key), "the field " + key + " is missing or empty");
        }
        return values;
    }

    private <T> @Nullable T constant(KnownUserEntry entry, String key, T[] values, Function<T, String> word) {
        String text = one(entry, key);
        List<String> words = new ArrayList<>();
        for (T value : values) {
            if (word.apply(value).equals(text)) {
                return value;
            }
            words.add(word.apply(value));
        }
        if (!text.isEmpty()) {
            String choice = String.join(", ", words);
            fault(line(entry, key), "\"" + Texts.shortened(text) + "\" is no " + key + "; it is one of " + choice);
        }
        return null;
    }

    private static int line(KnownUserEntry entry, String key) {
        Field field = entry.fields().get(key);
        return field == null ? entry.line() : field.line();
    }

    private static Integer transport(String name) {
        int protocol = Transport.number(name.toLowerCase(Locale.ROOT));
        if (protocol < 0) {
            throw new IllegalArgumentException(
                    "\"" + Texts.shortened(name) + "\" is not a transport: tcp, udp, sctp or dccp");
        }
        return protocol;
    }

    private void fault(int line, String message) {
        faults.add(file + ":" + line + ": " + message);
    }
}
