package dev.periplus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The build can verify every artifact that it uses ({@code .mvn/checksums.sha256}). */
class ChecksumsTest {
    private static final String UPDATE = "; src/docs/building.md tells how to add checksums";
    private static final Pattern ARTIFACT = Pattern.compile(
            "(?:<groupId>([^<]+)</groupId>\\s*)?<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

    private static Set<String> listed() throws IOException {
        return Files.readAllLines(Path.of(".mvn/checksums.sha256")).stream()
                .map(line -> line.substring(line.indexOf("  ") + 2))
                .collect(Collectors.toSet());
    }

    @Test
    void everyArtifactOfTheClassPathHasAChecksum() throws IOException {
        Set<String> names = listed().stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar")
                    && !names.contains(Path.of(entry).getFileName().toString())) {
                missing.add(entry);
            }
        }
        assertEquals(List.of(), missing, "no checksum" + UPDATE);
    }

    @Test
    void everyArtifactThatThePomNamesHasAChecksum() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Set<String> named = new TreeSet<>();
        Matcher artifact = ARTIFACT.matcher(pom);
        while (artifact.find()) {
            String group = artifact.group(1) == null ? "org.apache.maven.plugins" : artifact.group(1);
            if (!group.equals("dev.periplus")) {
                named.add(group.replace('.', '/') + "/" + artifact.group(2) + "/" + resolved(artifact.group(3), pom));
            }
        }
        assertTrue(named.size() > 20, named.toString());
        Set<String> folders = listed().stream()
                .map(path -> path.substring(0, path.lastIndexOf('/')))
                .collect(Collectors.toSet());
        named.removeAll(folders);
        assertEquals(Set.of(), named, "no checksum" + UPDATE);
    }

    private static String resolved(String version, String pom) {
        Matcher property = Pattern.compile("\\$\\{(.+)}").matcher(version);
        if (!property.matches()) {
            return version;
        }
        Matcher value = Pattern.compile("<" + property.group(1) + ">(.+?)</").matcher(pom);
        assertTrue(value.find(), version);
        return value.group(1);
    }
}
