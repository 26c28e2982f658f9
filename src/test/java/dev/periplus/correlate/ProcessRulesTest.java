package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.flow.Role;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import dev.periplus.rulefile.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRulesTest {
    @TempDir
    Path folder;

    private final RuleSet rules = new RuleLoader().packaged().load();
    private final ProcessRules processes = load(null);

    ProcessRulesTest() throws InvalidRulesException {}

    private ProcessRules load(@Nullable Path from) throws InvalidRulesException {
        return RuleFolder.read(from, own -> ProcessRules.load(rules, own));
    }

    private String contradiction(String process, List<String> services, Role role, String... protocols) {
        ProcessProtocols known = processes.protocolsOf(process, services);
        return known == null ? null : processes.contradiction(known, 812, role, List.of(protocols));
    }

    private String contradiction(String process, Role role, String... protocols) {
        return contradiction(process, List.of(), role, protocols);
    }

    @Test
    void everyPackagedEntryHasKnownLabelsAndReferences() {
        assertTrue(processes.entries().size() >= 90, processes.entries().size() + " entries");
        for (ProcessRule entry : processes.entries()) {
            for (List<String> labels : List.of(orNone(entry.serves()), orNone(entry.asks()))) {
                labels.forEach(label -> assertNotNull(rules.protocol(label), entry.id() + ": " + label));
            }
            for (String reference : entry.references()) {
                assertTrue(reference.length() > 6 && !reference.contains("://"), entry.id() + ": " + reference);
            }
        }
    }

    private static List<String> orNone(List<String> labels) {
        return labels == null ? List.of() : labels;
    }

    @Test
    void aServerThatSpeaksSomethingElseContradicts() {
        assertEquals(
                "the socket belonged to sshd (pid 812), which speaks ssh, not http",
                contradiction("sshd", Role.SERVER, "http"));
        assertNull(contradiction("sshd", Role.SERVER, "ssh"));
        assertNull(contradiction("sshd", Role.CLIENT, "http"));
        assertNull(contradiction("sshd", Role.SERVER));
    }

    @Test
    void longListsAreCutInTheSentence() {
        String says = contradiction("nginx", Role.SERVER, "ssh");
        assertEquals(
                "the socket belonged to nginx (pid 812), which speaks http, tls, http3 and 6 others, not ssh", says);
    }

    @Test
    void refinementsDoNotContradict() {
        assertNull(contradiction("cupsd", Role.SERVER, "http", "ipp"));
        assertNull(contradiction("cupsd", Role.SERVER, "http"));
        assertNull(contradiction("apache2", Role.SERVER, "http", "websocket"));
        assertNull(contradiction("smbd", Role.SERVER, "netbios-ssn"));
        assertNull(contradiction("postgres", Role.SERVER, "tls", "postgresql"));
        assertNotNull(contradiction("postgres", Role.SERVER, "http"));
    }

    @Test
    void namesAreComparedWithoutFolderEndingAndCase() {
        for (String name :
                List.of("WFICA32.EXE", "C:\\Program Files (x86)\\Citrix\\ICA Client\\wfica32.exe", "wfica32")) {
            assertNull(contradiction(name, Role.CLIENT, "cgp", "ica"), name);
            assertNotNull(contradiction(name, Role.CLIENT, "ssh"), name);
        }
    }

    @Test
    void namesThatTheSystemCutAreKnown() {
        for (String name : List.of("systemd-resolve", "systemd-r", "systemd-resolved")) {
            assertNotNull(processes.protocolsOf(name, List.of()), name);
        }
        assertNull(processes.protocolsOf("systemd-re", List.of()));
        assertNotNull(processes.protocolsOf("php-fpm8.2", List.of()));
    }

    @Test
    void processesThatRunOthersSayNothing() {
        for (String name : List.of("java", "python3", "node", "svchost.exe", "System", "systemd", "haproxy", "", "*")) {
            assertNull(processes.protocolsOf(name, List.of()), name);
        }
    }

    @Test
    void servicesTellWhatTheirHostSpeaksIfAllAreKnown() {
        assertEquals(
                "the socket belonged to svchost with TermService (pid 812), which speaks rdp, tls, dtls and 4 others,"
                        + " not http",
                contradiction("svchost.exe", List.of("TermService"), Role.SERVER, "http"));
        assertNull(contradiction("svchost.exe", List.of("termservice"), Role.SERVER, "tls", "rdp"));
        assertNull(contradiction("svchost.exe", List.of("TermService", "Unknown"), Role.SERVER, "http"));
        assertNull(contradiction("svchost.exe", List.of("RpcSs", "RpcEptMapper"), Role.SERVER, "dcerpc"));
    }

    @Test
    void aDirectoryAddsAndReplaces() throws IOException, InvalidRulesException {
        Files.writeString(
                folder.resolve(RuleFile.PROCESSES.path()),
                "- id: openssh-server\n  name: S\n  processes: [sshd]\n  serves: [http]\n  references: [house]\n"
                        + "- id: house\n  name: H\n  processes: ['house-*']\n  speaks: telnet\n  references: [house]\n");
        ProcessRules own = load(folder);
        assertEquals(List.of("http"), own.protocolsOf("sshd", List.of()).serves());
        assertEquals(List.of("telnet"), own.protocolsOf("house-7", List.of()).asks());
        assertNotNull(own.protocolsOf("nginx", List.of()));
    }

    @Test
    void everyErrorHasItsLine() throws IOException {
        Path file = folder.resolve(RuleFile.PROCESSES.path());
        Files.writeString(
                file,
                "- id: Bad Id\n  name: N\n  processes: [a]\n  speaks: [http]\n  references: [r]\n"
                        + "- id: two\n  name: N\n  processes: [A.exe, '*']\n  serves: [no-such]\n  references: [r]\n"
                        + "- id: two\n  colour: red\n"
                        + "- text\n");
        InvalidRulesException invalid = assertThrows(InvalidRulesException.class, () -> load(folder));
        String process = " is not a process name: use lower case without folder or .exe; * may not come first";
        assertEquals(
                List.of(
                        file + ":13: expected an entry of keys and values (key: value)",
                        file + ":1: invalid id 'Bad Id'; use lower-case letters, digits and hyphens",
                        file + ":8: 'A.exe'" + process,
                        file + ":8: '*'" + process,
                        file + ":9: no protocol has the id 'no-such'",
                        file + ":12: unknown key 'colour'; known are id, name, processes, services, speaks, serves,"
                                + " asks, references",
                        file + ":11: processes or services is missing",
                        file + ":11: speaks, serves or asks is missing",
                        file + ":11: references is missing: give at least one source for what the program speaks",
                        file + ":11: name is missing",
                        file + ":11: duplicate id 'two'"),
                invalid.errors().stream().map(RuleError::toString).toList());
    }

    @Test
    void anyTextIsReadOrRefused() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String pieces = "- id: a\n  name\t: [{}]'\"&*!|>%@`,#? processes services speaks\n";
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder("- id: a\n  ");
            for (int i = random.nextInt(80); i > 0; i--) {
                int at = random.nextInt(pieces.length());
                text.append(pieces, at, Math.min(pieces.length(), at + random.nextInt(9)));
            }
            List<RuleError> errors = new ArrayList<>();
            Yaml yaml = new Yaml("f", text.toString(), errors);
            yaml.byId(new ProcessReader(yaml, rules));
            assertFalse(errors.isEmpty(), text.toString());
        }
    }

    @Test
    void aFolderWithProcessesAloneIsAFolderOfRules() throws IOException, InvalidRulesException {
        Files.writeString(folder.resolve(RuleFile.PROCESSES.path()), "[]\n");
        RuleLoader loader = new RuleLoader().packaged();
        RuleFolder.read(folder, loader::add);
        assertEquals(0, loader.added().size());
    }
}
