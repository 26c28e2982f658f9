package dev.periplus.rule;

import dev.periplus.address.Transport;
import dev.periplus.rulefile.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one file of {@code rules/protocols/}. */
final class RuleReader {
    private static final List<String> PROTOCOL_KEYS = List.of(
            "id",
            "name",
            "registered",
            "registered-text",
            "within",
            "application",
            "category",
            "hands-over",
            "announces",
            "cleartext-credentials",
            "alpn",
            "payload-identifiers",
            "references",
            "signatures");
    private static final List<String> SIGNATURE_KEYS =
            List.of("name", "transport", "from", "message", "identified", "when", "reply", "matches", "rejects");
    private static final List<String> TEXT_KEYS = List.of("transport", "any", "not");
    private static final List<String> GROUP_KEYS = List.of("all", "any", "not");
    private static final List<String> EXAMPLE_KEYS = List.of("request", "reply");
    private static final Set<String> CATEGORIES = Set.of(
            "web",
            "mail",
            "name-service",
            "file-transfer",
            "remote-access",
            "database",
            "messaging",
            "voice-video",
            "industrial",
            "iot",
            "management",
            "authentication",
            "vpn-tunnel",
            "peer-to-peer",
            "game",
            "network",
            "storage",
            "cluster",
            "licensing",
            "printing",
            "other");
    private static final List<Integer> PORTED = List.of(Transport.TCP, Transport.UDP, Transport.SCTP);
    private static final String OTHERS = ", or of others as ip:89, ether:0x88cc, llc:0x42, snap:0x00000c";
    private static final int DEEPEST = 8;

    private final Yaml yaml;
    private final List<String> handovers;
    private final List<String> announcers;
    private final Predicate<String> services;

    /**
     * @param handovers values accepted for {@code hands-over}
     * @param announcers values accepted for {@code announces}
     * @param services accepts the values of {@code registered}
     */
    RuleReader(Yaml yaml, List<String> handovers, List<String> announcers, Predicate<String> services) {
        this.yaml = yaml;
        this.handovers = handovers;
        this.announcers = announcers;
        this.services = services;
    }

    /** Returns the protocol, or null if the file cannot be read as one; the errors say why. */
    @Nullable
    Protocol read() {
        MappingNode root = yaml.root();
        if (root == null) {
            return null;
        }
        Map<String, Node> entries = yaml.entries(root, PROTOCOL_KEYS);
        String id = yaml.idOfFile(entries, root);
        String category = yaml.category(entries, root, CATEGORIES);
        String handsOver = word(entries, "hands-over", handovers, root);
        String announces = word(entries, "announces", announcers, root);
        if (yaml.texts(entries.get("references")).isEmpty()) {
            yaml.error(root, "references is missing; give at least one document with its section");
        }
        return new Protocol(
                id,
                yaml.required(entries, "name", root),
                registered(entries.get("registered")),
                registeredText(entries.get("registered-text")),
                optional(entries, "within"),
                optional(entries, "application"),
                category,
                handsOver,
                announces,
                yaml.text(entries.get("cleartext-credentials")).equals("true"),
                yaml.texts(entries.get("alpn")),
                identifiers(entries.get("payload-identifiers"), root),
                yaml.texts(entries.get("references")),
                signatures(id, entries.get("signatures")));
    }

    private List<String> registered(@Nullable Node list) {
        List<String> names = new ArrayList<>();
        for (Node item : yaml.items(list)) {
            String name = yaml.text(item);
            if (!services.test(name)) {
                yaml.error(item, "registered '" + name + "': the registry has no service of this name");
            }
            names.add(name);
        }
        return names;
    }

    private RegisteredText registeredText(@Nullable Node node) {
        if (node == null) {
            return RegisteredText.NONE;
        }
        if (!(node instanceof MappingNode mapping)) {
            yaml.error(node, "expected words under `any`, and perhaps `not` and `transport`");
            return RegisteredText.NONE;
        }
        Map<String, Node> entries = yaml.entries(mapping, TEXT_KEYS);
        return new RegisteredText(
                transports(entries, mapping, Transport::number, names(Transport.REGISTERED)),
                words(entries, "any", mapping),
                words(entries, "not", mapping));
    }

    private List<String> words(Map<String, Node> entries, String key, Node at) {
        List<String> words = yaml.texts(entries.get(key));
        if (words.stream().anyMatch(String::isBlank) || key.equals("any") && words.isEmpty()) {
            yaml.error(entries.getOrDefault(key, at), key + " needs words of the registration's text");
        }
        return words;
    }

    private List<Integer> identifiers(@Nullable Node list, Node at) {
        List<Integer> identifiers = new ArrayList<>();
        for (String text : yaml.texts(list)) {
            if (text.matches("[1-9][0-9]{0,8}")) {
                identifiers.add(Integer.valueOf(text));
            } else {
                yaml.error(at, "payload-identifiers: '" + text + "' is not a number from 1 to 999999999");
            }
        }
        return identifiers;
    }

    private List<Signature> signatures(String id, @Nullable Node list) {
        List<Signature> signatures = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node item : yaml.items(list)) {
            if (item instanceof MappingNode mapping) {
                Signature signature = signature(id, mapping);
                if (signature != null && !names.add(signature.rule())) {
                    yaml.error(item, "duplicate signature name " + signature.rule());
                } else if (signature != null) {
                    signatures.add(signature);
                }
            } else {
                yaml.error(item, "expected a signature with name, transport, when, matches and rejects");
            }
        }
        return signatures;
    }

    private @Nullable Signature signature(String id, MappingNode mapping) {
        Map<String, Node> entries = yaml.entries(mapping, SIGNATURE_KEYS);
        String name = yaml.required(entries, "name", mapping);
        List<Integer> transports = transports(entries, mapping);
        if (transports.isEmpty()) {
            yaml.error(mapping, "transport is missing; give one or more of " + names(PORTED) + OTHERS);
        }
        int faults = yaml.faults();
        ConditionSource when = conditions(entries.get("when"), ConditionSource.Kind.ALL, 0);
        if (when == null && yaml.faults() == faults) {
            yaml.error(mapping, "`when` is missing; give at least one condition");
        }
        if (when != null && when.readsRequest()) {
            yaml.error(mapping, "`request.` is not allowed in `when`; use it in `reply`");
        }
        ConditionSource reply = conditions(entries.get("reply"), ConditionSource.Kind.ALL, 0);
        List<Signature.Example> matches = examples(entries.get("matches"));
        List<Signature.Example> rejects = examples(entries.get("rejects"));
        if (when == null) {
            return null;
        }
        if (matches.isEmpty() || rejects.isEmpty()) {
            yaml.error(mapping, "an example is missing; give at least one under `matches` and one under `rejects`");
        }
        boolean identified = yaml.text(entries.get("identified")).equals("true");
        if (identified && !transports.equals(List.of(Transport.SCTP))) {
            yaml.error(mapping, "only messages of sctp are identified; give `transport: sctp`");
        }
        return Signature.written(
                id,
                name,
                transports,
                from(entries, mapping),
                message(entries, mapping),
                identified,
                when,
                reply,
                matches,
                rejects);
    }

    /** The transports of a signature: those with ports by name, others by number. */
    private List<Integer> transports(Map<String, Node> entries, Node at) {
        return transports(entries, at, RuleReader::spoken, names(PORTED) + OTHERS);
    }

    /** Returns the number of a transport in which a signature can see bytes, otherwise -1. */
    private static int spoken(String name) {
        int number = Transport.numberInRule(name);
        return number == Transport.DCCP || Transport.carriesIp(number) ? -1 : number;
    }

    private List<Integer> transports(Map<String, Node> entries, Node at, ToIntFunction<String> numbers, String known) {
        List<Integer> transports = new ArrayList<>();
        for (String transport : yaml.texts(entries.get("transport"))) {
            int number = numbers.applyAsInt(transport);
            if (number < 0) {
                yaml.error(at, "unknown transport '" + transport + "'; known are " + known);
            } else {
                transports.add(number);
            }
        }
        return transports;
    }

    private static String names(List<Integer> transports) {
        return String.join(", ", transports.stream().map(Transport::name).toList());
    }

    private Signature.From from(Map<String, Node> entries, Node at) {
        String from = entries.containsKey("from") ? yaml.text(entries.get("from")) : "either";
        for (Signature.From known : Signature.From.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(from)) {
                return known;
            }
        }
        yaml.error(at, "unknown from '" + from + "'; known are client, server, either");
        return Signature.From.EITHER;
    }

    private int message(Map<String, Node> entries, Node at) {
        String message = entries.containsKey("message") ? yaml.text(entries.get("message")) : "0";
        if (!message.matches("[0-8]")) {
            yaml.error(at, "message takes a number from 1 to 8, not '" + message + "'");
            return 0;
        }
        return Integer.parseInt(message);
    }

    private @Nullable ConditionSource conditions(@Nullable Node node, ConditionSource.Kind kind, int depth) {
        List<ConditionSource> parts = new ArrayList<>();
        for (Node item : yaml.items(node)) {
            ConditionSource part = condition(item, depth);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? null : ConditionSource.group(kind, parts);
    }

    private @Nullable ConditionSource condition(Node item, int depth) {
        if (depth > DEEPEST) {
            yaml.error(item, "conditions nested deeper than " + DEEPEST + " levels");
            return null;
        }
        if (item instanceof MappingNode group) {
            List<ConditionSource> parts = new ArrayList<>();
            yaml.entries(group, GROUP_KEYS).forEach((key, value) -> {
                ConditionSource.Kind kind = key.equals("any") ? ConditionSource.Kind.ANY : ConditionSource.Kind.ALL;
                ConditionSource part = conditions(value, kind, depth + 1);
                if (part != null) {
                    parts.add(
                            key.equals("not") ? ConditionSource.group(ConditionSource.Kind.NOT, List.of(part)) : part);
                }
            });
            return parts.isEmpty() ? null : ConditionSource.group(ConditionSource.Kind.ALL, parts);
        }
        String text = yaml.text(item);
        try {
            if (!text.isEmpty() && ConditionParser.parse(text) instanceof Match match) {
                match.prepare();
            }
            return text.isEmpty() ? null : ConditionSource.single(text);
        } catch (IllegalArgumentException e) {
            yaml.error(item, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private List<Signature.Example> examples(@Nullable Node node) {
        List<Signature.Example> examples = new ArrayList<>();
        for (Node item : yaml.items(node)) {
            try {
                if (item instanceof MappingNode mapping) {
                    Map<String, Node> entries = yaml.entries(mapping, EXAMPLE_KEYS);
                    byte[] request = bytes(yaml.text(entries.get("request")));
                    byte[] reply = entries.containsKey("reply") ? bytes(yaml.text(entries.get("reply"))) : null;
                    examples.add(new Signature.Example(request, reply, Yaml.line(item)));
                } else {
                    examples.add(new Signature.Example(bytes(yaml.text(item)), null, Yaml.line(item)));
                }
            } catch (IllegalArgumentException e) {
                yaml.error(item, "example: " + e.getMessage());
            }
        }
        return examples;
    }

    private static byte[] bytes(String written) {
        return BytePattern.parse(written).exact();
    }

    /** The value of an optional key, which must be one of {@code known}; null if the key is absent. */
    private @Nullable String word(Map<String, Node> entries, String key, List<String> known, Node at) {
        String word = yaml.text(entries.get(key));
        if (word.isEmpty()) {
            return null;
        }
        if (!known.contains(word)) {
            yaml.error(at, "unknown " + key + " '" + word + "'; known are " + String.join(", ", known));
        }
        return word;
    }

    private @Nullable String optional(Map<String, Node> entries, String key) {
        return entries.containsKey(key) ? yaml.text(entries.get(key)) : null;
    }
}
