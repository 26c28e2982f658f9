package dev.periplus.rule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects rule files: the packaged ones, then folders that add to them or override files of the same name. */
public final class RuleLoader {
    private static final int LARGEST = 1 << 20;

    /** Files of a folder of rules that are no protocols. */
    private static final Set<String> OTHERS = Set.of("ranges.yaml", "accepted.yaml", "registry");

    private final Map<String, Protocol> protocols = new TreeMap<>();
    private final List<RuleError> errors = new ArrayList<>();
    private final Set<String> added = new TreeSet<>();

    /** Adds the rules in the jar. */
    public RuleLoader packaged() {
        RulePack.packaged().forEach(protocol -> protocols.put(protocol.id(), protocol));
        return this;
    }

    /** Adds the files {@code *.yaml} of a folder, or of its {@code protocols/} where there is one. */
    public RuleLoader directory(Path directory) {
        Path inner = directory.resolve("protocols");
        Path root = Files.isDirectory(inner) ? inner : directory;
        try (Stream<Path> files = Files.list(root)) {
            int taken = 0;
            for (Path file : files.sorted().toList()) {
                taken += take(file) ? 1 : 0;
            }
            if (taken == 0 && !hasOtherRules(directory)) {
                errors.add(new RuleError(root.toString(), 1, "no rule file (*.yaml) is in this folder"));
            }
        } catch (IOException e) {
            errors.add(new RuleError(root.toString(), 1, "cannot be read: " + e.getMessage()));
        }
        return this;
    }

    /** True where the folder holds claims rather than protocols. */
    private static boolean hasOtherRules(Path directory) {
        return OTHERS.stream().anyMatch(name -> Files.exists(directory.resolve(name)));
    }

    private boolean take(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".yml")) {
            errors.add(new RuleError(file.toString(), 1, "rule files end in .yaml"));
        }
        if (!name.endsWith(".yaml") || OTHERS.contains(name)) {
            return false;
        }
        if (Files.size(file) > LARGEST) {
            errors.add(new RuleError(file.toString(), 1, "larger than 1 MiB"));
        } else {
            add(file.toString(), name, read(file));
        }
        return true;
    }

    /** The labels whose rules came from folders. */
    public Set<String> added() {
        return added;
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** The rules, or every error at once. */
    public RuleSet load() throws InvalidRulesException {
        protocols.values().forEach(this::checkWithin);
        if (!errors.isEmpty()) {
            throw new InvalidRulesException(errors);
        }
        return new RuleSet(protocols);
    }

    private void checkWithin(Protocol protocol) {
        String within = protocol.within();
        if (within != null && !protocols.containsKey(within)) {
            errors.add(new RuleError(protocol.id() + ".yaml", 1, "within '" + within + "', which no file defines"));
        }
    }

    private void add(String file, String name, String text) {
        String id = name.substring(0, name.length() - ".yaml".length());
        @Nullable Protocol protocol = new RuleReader(file, errors).read(text, id);
        if (protocol != null) {
            protocols.put(protocol.id(), protocol);
            added.add(protocol.id());
        }
    }
}
