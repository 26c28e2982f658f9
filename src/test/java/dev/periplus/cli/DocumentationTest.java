package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples in the README and in {@code src/docs} print what they show. */
class DocumentationTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```console\\n\\$ \\./periplus (.*?)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile(" {3}```yaml\\n(.*?) {3}```", Pattern.DOTALL);

    /** The last line of a run holds its duration and version. */
    private static final Pattern TOOK = Pattern.compile("(?m)^took .*\\n?");

    record Example(String page, String arguments, String output) {}

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> files = Files.list(Path.of("src/docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Path page : pages()) {
            Matcher matcher = EXAMPLE.matcher(Files.readString(page));
            while (matcher.find()) {
                examples.add(new Example(page.toString(), matcher.group(1), matcher.group(2)));
            }
        }
        assertTrue(examples.size() >= 4);
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void prints(Example example) {
        Run run = Run.of(example.arguments().split(" "));
        assertEquals(
                TOOK.matcher(example.output()).replaceAll("").strip(),
                TOOK.matcher(run.out()).replaceAll("").strip());
    }

    @Test
    void theRuleIsARule(@TempDir Path folder) throws IOException {
        Matcher rule = RULE.matcher(Files.readString(Path.of("src/docs/rules.md")));
        assertTrue(rule.find());
        Files.writeString(folder.resolve("house-protocol.yaml"), rule.group(1).replaceAll("(?m)^ {3}", ""));
        assertEquals(Exit.DONE, Run.of("rules", "check", folder.toString()).status());
        assertEquals(Exit.DONE, Run.of("rules", "test", folder.toString()).status());
    }
}
