package dev.periplus.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All files of {@code rules/protocols/} in one resource, so that the jar needs no list of them. The build makes it. A
 * file begins with a line of {@code === } and its name.
 */
final class RulePack {
    private static final String RESOURCE = "/rules/protocols.pack";
    private static final String HEAD = "=== ";

    private RulePack() {}

    /** Called by the build: {@code RulePack FOLDER PACK}. */
    public static void main(String[] arguments) throws IOException {
        StringBuilder pack = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                pack.append(HEAD).append(file.getFileName()).append('\n').append(Files.readString(file));
            }
        }
        Path to = Path.of(arguments[1]);
        Files.createDirectories(to.toAbsolutePath().getParent());
        Files.writeString(to, pack);
    }

    /** The packaged files: name → text. */
    static Map<String, String> packaged() {
        Map<String, String> files = new TreeMap<>();
        String name = "";
        StringBuilder text = new StringBuilder();
        for (String line : lines()) {
            if (line.startsWith(HEAD)) {
                files.put(name, text.toString());
                name = line.substring(HEAD.length());
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        files.put(name, text.toString());
        files.remove("");
        return files;
    }

    private static List<String> lines() {
        try (InputStream in = RulePack.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
