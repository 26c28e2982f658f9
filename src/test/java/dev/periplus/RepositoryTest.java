package dev.periplus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies where in the repository. */
class RepositoryTest {
    private static final Set<String> TOP =
            Set.of("pom.xml", "src", "captures", "rules", "README.md", "periplus", "LICENSE", "NOTICE", "CHANGELOG.md");
    private static final Set<String> OF_TOOLS = Set.of("target");
    private static final Set<String> GROUPS = Set.of("Breaking", "Added", "Changed", "Fixed");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");
    private static final int LONGEST = 400;
    private static final int LONGEST_README = 200;

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void nothingElseIsAtTheTop() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of(""))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .forEach(names::add);
        }
        assertTrue(names.containsAll(TOP), names.toString());
        names.removeAll(TOP);
        names.removeAll(OF_TOOLS);
        assertEquals(Set.of(), names);
    }

    @Test
    void noProgramIsTooLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String folder : List.of(
                "src/main", "src/build", "src/fuzz", "src/jmh", "src/mcp", "src/outputs", "src/release", "src/spark")) {
            for (Path file : files(folder, ".java")) {
                int lines = Files.readAllLines(file).size();
                if (lines > LONGEST) {
                    tooLong.add(file + " " + lines);
                }
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    void theChangelogIsGroupedByWhatItMeansForUsers() throws IOException {
        List<String> groups = Files.readAllLines(Path.of("CHANGELOG.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();
        assertTrue(groups.contains("Breaking"), groups.toString());
        assertTrue(GROUPS.containsAll(groups), groups.toString());
    }

    @Test
    void theReadmeIsShortAndLinksEveryPage() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertTrue(
                readme.lines().count() <= LONGEST_README,
                "README.md has " + readme.lines().count() + " lines");
        for (Path page : files("src/docs", ".md")) {
            assertTrue(readme.contains("](" + page.toString().replace('\\', '/') + ")"), page.toString());
        }
    }

    @Test
    void linksBetweenPagesLeadSomewhere() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
        pages.addAll(files("src/docs", ".md"));
        pages.addAll(files(".github", ".md"));
        List<String> broken = new ArrayList<>();
        for (Path page : pages) {
            Path folder = page.toAbsolutePath().getParent();
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!Files.exists(folder.resolve(link.group(1)))) {
                    broken.add(page + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
    }
}
