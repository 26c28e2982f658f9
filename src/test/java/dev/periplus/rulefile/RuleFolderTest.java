package dev.periplus.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.nodes.Node;

class RuleFolderTest {
    private record Field(String id, String field) implements RuleEntry {}

    @TempDir
    Path folder;

    private static EntryReader<Field> fields(Yaml yaml) {
        return mapping -> {
            Map<String, Node> fields = yaml.entries(mapping, List.of("id", "field", "side", "name", "with", "without"));
            return new Field(yaml.id(fields, mapping), yaml.required(fields, "field", mapping));
        };
    }

    private static Map<String, Field> entries(RuleFolder folder) {
        return folder.entries(RuleFile.FINGERPRINTS, RuleFolderTest::fields);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private List<String> errors(Function<RuleFolder, ?> readers) {
        return assertThrows(InvalidRulesException.class, () -> RuleFolder.read(folder, readers)).errors().stream()
                .map(error -> error.toString().replace(folder.toString(), "DIR"))
                .toList();
    }

    private static List<Yaml> all(RuleFolder folder, String inner) {
        List<Yaml> files = new ArrayList<>();
        folder.each(inner, files::add);
        return files;
    }

    @Test
    void withoutAFolderThePackagedEntriesAreAll() throws InvalidRulesException {
        assertTrue(RuleFolder.read(null, RuleFolderTest::entries).containsKey("ja3s"));
        RuleFolder none = RuleFolder.read(null, own -> own);
        assertTrue(none.isNone());
        assertEquals(0, none.files());
        assertFalse(none.has(RuleFile.RANGES) || none.hasFolder("protocols"));
    }

    @Test
    void aFolderAddsEntriesAndReplacesThoseOfTheSameId() throws IOException, InvalidRulesException {
        Map<String, Field> packaged = RuleFolder.read(folder, RuleFolderTest::entries);
        write("fingerprints.yaml", "- {id: ja3s, field: a.b}\n- {id: own, field: c.d}\n");
        Map<String, Field> entries = RuleFolder.read(folder, RuleFolderTest::entries);
        assertEquals(packaged.size() + 1, entries.size());
        assertEquals("a.b", entries.get("ja3s").field());
        assertEquals("c.d", entries.get("own").field());
    }

    @Test
    void theErrorsOfAllFilesComeTogether() throws IOException {
        write("fingerprints.yaml", "- {id: a}\n");
        write("findings.yaml", "text\n");
        write("registry/iana-ports.tsv", "x\n");
        assertEquals(
                List.of(
                        "DIR/fingerprints.yaml:1: field is missing",
                        "DIR/findings.yaml:1: expected a list of entries (- id: ...)",
                        "DIR/registry/iana-ports.tsv:7: wrong"),
                errors(own -> {
                    entries(own);
                    own.own(RuleFile.FINDINGS, RuleFolderTest::fields);
                    assertFalse(own.isSound());
                    return own.table(
                            RuleFile.REGISTRY,
                            (file, bytes) -> List.of(new RuleError(file, bytes.length + 5, "wrong")));
                }));
    }

    @Test
    void everyFileIsCountedOnce() throws IOException, InvalidRulesException {
        write("protocols/a.yaml", "");
        write("protocols/b.yaml", "");
        write("protocols/notes.txt", "");
        write("findings.yaml", "[]\n");
        write("registry/iana-ports.tsv", "x\n");
        RuleFolder.read(folder, own -> {
            assertEquals(2, all(own, "protocols").size());
            assertNotNull(own.yaml(RuleFile.FINDINGS));
            assertNotNull(own.yaml(RuleFile.FINDINGS));
            assertNotNull(own.table(RuleFile.REGISTRY, (file, bytes) -> List.of()));
            assertNull(own.yaml(RuleFile.ACCEPTED));
            assertEquals(4, own.files());
            return own;
        });
    }

    @Test
    void filesThatComeOneToAFolderAreNotAmongTheOthers() throws IOException, InvalidRulesException {
        for (RuleFile file : RuleFile.values()) {
            write(file.path(), "");
        }
        assertEquals(List.of(), RuleFolder.read(folder, own -> all(own, "")));
        write("a.yaml", "");
        List<Yaml> protocols = RuleFolder.read(folder, own -> all(own, ""));
        assertEquals(1, protocols.size());
    }

    @Test
    void aFolderWithoutRulesIsAnError() throws IOException {
        write("a.yml", "");
        assertEquals(
                List.of(
                        "DIR/a.yml:1: rule files end in .yaml; rename it",
                        "DIR:1: no rule file (*.yaml) in this folder"),
                errors(own -> all(own, "")));
    }

    @Test
    void aFolderThatIsNotThereIsAnError() throws IOException {
        write("file", "");
        for (String name : List.of("none", "file")) {
            Path path = folder.resolve(name);
            List<RuleError> errors = assertThrows(
                            InvalidRulesException.class, () -> RuleFolder.read(path, RuleFolderTest::entries))
                    .errors();
            assertEquals(List.of(new RuleError(path.toString(), 1, "no such folder")), errors);
        }
    }

    @Test
    void largeFilesAreRefused() throws IOException, InvalidRulesException {
        String large = "#".repeat((1 << 20) - 3) + "\n[]";
        write("findings.yaml", large);
        assertNotNull(RuleFolder.read(folder, own -> own.yaml(RuleFile.FINDINGS)));
        write("findings.yaml", large + "\n");
        write("protocols/a.yaml", large + "\n");
        assertEquals(
                List.of(
                        "DIR/findings.yaml:1: larger than 1 MiB, the most that is read",
                        "DIR/protocols/a.yaml:1: larger than 1 MiB, the most that is read"),
                errors(own -> {
                    assertNull(own.yaml(RuleFile.FINDINGS));
                    return all(own, "protocols");
                }));
    }

    @Test
    void foldersAndBrokenLinksAreNotReadAsFiles() throws IOException {
        Files.createDirectories(folder.resolve("findings.yaml"));
        Files.createDirectories(folder.resolve("registry/iana-ports.tsv"));
        Files.createDirectories(folder.resolve("protocols/a.yaml"));
        Files.createSymbolicLink(folder.resolve("ranges.yaml"), folder.resolve("none"));
        assertEquals(
                List.of(
                        "DIR/findings.yaml:1: not a regular file",
                        "DIR/registry/iana-ports.tsv:1: not a regular file",
                        "DIR/protocols/a.yaml:1: not a regular file",
                        "DIR/ranges.yaml:1: not a regular file"),
                errors(own -> {
                    own.yaml(RuleFile.FINDINGS);
                    own.table(RuleFile.REGISTRY, (file, bytes) -> List.of());
                    all(own, "protocols");
                    return own.yaml(RuleFile.RANGES);
                }));
    }

    @Test
    void pipesAreRefusedAndNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = folder.resolve("findings.yaml");
        try {
            assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        } catch (IOException e) {
            assumeTrue(false, "no mkfifo: " + e.getMessage());
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals(
                        List.of("DIR/findings.yaml:1: not a regular file"),
                        errors(own -> own.yaml(RuleFile.FINDINGS))));
    }
}
