package dev.periplus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Workflows and updates of the hosting service name what is there: profiles, scripts, versions of Java, dependencies. */
class WorkflowsTest {
    private static final Path GITHUB = Path.of(".github");
    private static final Path CI = Path.of(".ci/run");
    private static final Pattern PROFILES = Pattern.compile(" -P(\\S+)");
    private static final Pattern SCRIPT = Pattern.compile("(?m)(?:^|\\s)((?:src|\\.ci)/[\\w/.-]+)(?=$|\\s)");

    private static Object yaml(Path file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    private static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(GITHUB.resolve("workflows"))) {
            return files.sorted().toList();
        }
    }

    /** The values of a key at any depth. */
    private static List<Object> values(Object node, String key) {
        List<Object> found = new ArrayList<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (key.equals(name)) {
                    found.add(value);
                }
                found.addAll(values(value, key));
            });
        } else if (node instanceof List<?> list) {
            list.forEach(one -> found.addAll(values(one, key)));
        }
        return found;
    }

    private static String commands() throws IOException {
        StringBuilder all = new StringBuilder(Files.readString(CI));
        for (Path workflow : workflows()) {
            values(yaml(workflow), "run").forEach(run -> all.append('\n').append(run));
        }
        return all.toString();
    }

    private static Set<String> named(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results()
                .map(MatchResult::group)
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thereIsOneToBuildAndOneToRelease() throws IOException {
        assertEquals(
                List.of("build.yml", "release.yml"),
                workflows().stream().map(path -> path.getFileName().toString()).toList());
    }

    @Test
    void theyNameProfilesOfThePom() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Set<String> profiles = named(PROFILES, commands());
        assertTrue(profiles.contains("-Prelease"), profiles.toString());
        for (String profile : profiles) {
            for (String one : profile.substring(2).split(",")) {
                assertTrue(pom.contains("<id>" + one + "</id>"), "no profile " + one);
            }
        }
    }

    @Test
    void theyRunScriptsThatAreThere() throws IOException {
        Set<String> scripts = named(SCRIPT, commands());
        assertTrue(scripts.containsAll(List.of(".ci/run", "src/release/twice")), scripts.toString());
        for (String script : scripts) {
            assertTrue(Files.isExecutable(Path.of(script)), script);
        }
    }

    @Test
    void theyTryTheOldestJavaThatThePomAllows() throws IOException {
        Matcher release =
                Pattern.compile("<maven.compiler.release>(\\d+)<").matcher(Files.readString(Path.of("pom.xml")));
        assertTrue(release.find());
        List<?> tried = (List<?>)
                values(yaml(GITHUB.resolve("workflows/build.yml")), "java").get(0);
        assertTrue(tried.contains(release.group(1)), tried.toString());
    }

    /** Rights of the token are given job by job, and a step of others cannot use them to push. */
    @Test
    void theyMayOnlyReadUnlessAJobNeedsMore() throws IOException {
        for (Path workflow : workflows()) {
            Map<?, ?> root = (Map<?, ?>) yaml(workflow);
            assertEquals(Map.of("contents", "read"), root.get("permissions"), workflow.toString());
            for (Object steps : values(root, "steps")) {
                for (Object step : (List<?>) steps) {
                    Map<?, ?> one = (Map<?, ?>) step;
                    if (String.valueOf(one.get("uses")).startsWith("actions/checkout@")) {
                        assertEquals(Map.of("persist-credentials", false), one.get("with"), workflow.toString());
                    }
                }
            }
        }
    }

    @Test
    void groupsOfUpdatesMeetDependenciesOfThePom() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        // The plugins of Maven itself are named without a group.
        Set<String> groups = named(Pattern.compile("(?<=<groupId>)[^<]+"), pom);
        groups.add("org.apache.maven.plugins");
        List<Object> patterns = values(yaml(GITHUB.resolve("dependabot.yml")), "patterns");
        assertTrue(!patterns.isEmpty());
        for (Object list : patterns) {
            for (Object pattern : (List<?>) list) {
                String regex = String.valueOf(pattern).replace(".", "\\.").replace("*", ".*");
                assertTrue(
                        groups.stream().anyMatch(group -> (group + ":x").matches(regex)), pattern + " meets nothing");
            }
        }
    }
}
