package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.rulefile.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command rejects a rules folder with a broken file, with the same message and status. */
class BrokenRulesTest {
    private static final String CAPTURE = "captures/ssh-on-3251.pcap";

    /** RULES stands for the rules folder, CASE for a case, OUT for a file to write. */
    private static final List<String> COMMANDS = List.of(
            "replay --rules RULES " + CAPTURE,
            "replay --rules RULES --speed max " + CAPTURE,
            "live --rules RULES -i lo -a packets:1",
            "review --rules RULES CASE",
            "diff --rules RULES " + CAPTURE + " " + CAPTURE,
            "explain --rules RULES 3251/tcp",
            "explain --rules RULES --flow 1 " + CAPTURE,
            "carve --rules RULES -Y label==ssh -w OUT " + CAPTURE,
            "annotate --rules RULES -w OUT " + CAPTURE,
            "rules check RULES",
            "rules test RULES",
            "rules list --rules RULES",
            "rules new --rules RULES " + CAPTURE);

    @TempDir
    Path folder;

    @BeforeEach
    void aCaseAndNoRules() throws IOException {
        Files.createDirectories(folder.resolve("RULES"));
        Files.createDirectories(folder.resolve("CASE"));
        Files.copy(Path.of(CAPTURE), folder.resolve("CASE/ssh.pcap"));
    }

    private static List<String> files() {
        List<String> files = new ArrayList<>(List.of("protocols/broken.yaml", "services/broken.yaml"));
        for (RuleFile file : RuleFile.values()) {
            files.add(file.path());
        }
        return files;
    }

    static Stream<Arguments> commandsAndFiles() {
        return COMMANDS.stream().flatMap(command -> files().stream().map(file -> Arguments.of(command, file)));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve("RULES").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Run run(String command) {
        return Run.of(Arrays.stream(command.split(" "))
                .map(word -> word.matches("[A-Z]{2,}") ? folder.resolve(word).toString() : word)
                .toArray(String[]::new));
    }

    private List<String> errors(Run run) {
        return run.err().replace(folder + "/", "").lines().toList();
    }

    @ParameterizedTest
    @MethodSource("commandsAndFiles")
    void everyCommandRefusesEveryBrokenFile(String command, String file) throws IOException {
        write(file, "- broken\n- file\n");
        Run run = run(command);
        List<String> errors = errors(run);
        assertEquals(Exit.USAGE, run.status(), run.err());
        int last = errors.size() - 1;
        assertTrue(last > 0, run.err());
        assertTrue(
                errors.subList(0, last).stream().allMatch(line -> line.matches("RULES/" + file + ":\\d+: .+")),
                run.err());
        assertEquals("periplus: " + last + (last == 1 ? " error" : " errors") + " in the rules", errors.get(last));
        assertEquals("", run.out());
        assertFalse(Files.exists(folder.resolve("OUT")));
    }

    @Test
    void acceptedServicesOfACaseAreCheckedInTheSameForm() throws IOException {
        Files.writeString(folder.resolve("CASE/accepted.yaml"), "- broken\n");
        Run run = run("review CASE");
        assertEquals(Exit.USAGE, run.status());
        assertEquals(
                List.of(
                        "CASE/accepted.yaml:1: expected an entry of keys and values (key: value)",
                        "periplus: 1 error in the rules"),
                errors(run));
    }

    @Test
    void theErrorsOfAllFilesAreFoundAtOnce() throws IOException {
        for (String file : files()) {
            write(file, "- broken\n");
        }
        List<String> errors = errors(run("rules check RULES"));
        for (String file : files()) {
            assertTrue(errors.stream().anyMatch(line -> line.startsWith("RULES/" + file + ":1: ")), errors.toString());
        }
    }

    /** The protocol is unusable, but its label is known. */
    @Test
    void aBrokenProtocolIsNotAnErrorOfTheFilesThatNameIt() throws IOException {
        write("protocols/house.yaml", "id: house\nname: House\ncategory: none\nreferences: [x]\n");
        write("accepted.yaml", "- {host: 10.0.0.1, port: 1, transport: tcp, label: house, ticket: A}\n");
        List<String> errors = errors(run("rules check RULES"));
        assertEquals(2, errors.size(), errors.toString());
        assertTrue(errors.get(0).startsWith("RULES/protocols/house.yaml:3: unknown category 'none'"), errors.get(0));
    }

    @Test
    void aServiceThatOnlyTheFoldersOwnRegistryHasIsRegistered() throws IOException {
        write(
                "protocols/house.yaml",
                "id: house\nname: House\ncategory: other\nregistered: [Housekeeping]\nreferences: [x]\n");
        assertEquals(
                List.of(
                        "RULES/protocols/house.yaml:4: registered 'Housekeeping': the registry has no service of this"
                                + " name",
                        "periplus: 1 error in the rules"),
                errors(run("rules check RULES")));
        write("registry/iana-ports.tsv", "80\ttcp\thousekeeping\n");
        assertEquals("2 files, no errors\n", run("rules check RULES").out());
        write("registry/iana-ports.tsv", "80\ttcp\thousekeeping\tx\ty\n");
        assertTrue(errors(run("rules check RULES")).get(0).startsWith("RULES/registry/iana-ports.tsv:1: "));
        assertEquals(3, errors(run("rules check RULES")).size(), "each error once");
    }

    @Test
    void everyFileThatWasReadIsCounted() throws IOException {
        write("findings.yaml", "- {id: own, when: scan, severity: low, title: T, means: M}\n");
        assertEquals("1 file, no errors\n", run("rules check RULES").out());
        write("accepted.yaml", "[]\n");
        write("fingerprints.yaml", "[]\n");
        write("processes.yaml", "[]\n");
        write("ranges.yaml", "[]\n");
        write("registry/iana-ports.tsv", "80\ttcp\thttp\n");
        write(
                "services/house.yaml",
                "id: house\nname: House\ncategory: web\nsuffixes: [house.example]\nreferences: [x]\n");
        assertEquals("7 files, no errors\n", run("rules check RULES").out());
    }

    @Test
    void aFolderWithoutRulesOrNoneAtAllIsAnError() {
        for (String command : COMMANDS) {
            assertEquals(
                    List.of("RULES:1: no rule file (*.yaml) in this folder", "periplus: 1 error in the rules"),
                    errors(run(command)),
                    command);
            assertEquals(
                    List.of("NONE:1: no such folder", "periplus: 1 error in the rules"),
                    errors(run(command.replace("RULES", "NONE"))),
                    command);
        }
    }
}
