package dev.periplus.rule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects rule files: the packaged ones, then folders that add to them or override files of the same name. */
public final class RuleLoader {
    private static final int LARGEST = 1 << 20;

    private final Map<String, Protocol> protocols = new TreeMap<>();
    private final List<RuleError> errors = new ArrayList<>();

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
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                if (Files.size(file) > LARGEST) {
                    errors.add(new RuleError(file.toString(), 1, "larger than 1 MiB"));
                } else {
                    add(file.toString(), String.valueOf(file.getFileName()), read(file));
                }
            }
        } catch (IOException e) {
            errors.add(new RuleError(root.toString(), 1, "cannot be read: " + e.getMessage()));
        }
        return this;
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
        }
    }
}
