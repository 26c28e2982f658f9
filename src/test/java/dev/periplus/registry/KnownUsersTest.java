package dev.periplus.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownUsersTest {
    private static final String WHOLE = "- id: a\n  name: A\n  transport: [tcp, udp]\n  ports: [1, 5-9]\n"
            + "  allocation: fixed\n  grade: checked\n  sources:\n    - one\n      document\n    - two\n"
            + "  corroborated-by:\n    this\n    and that\n";

    private final KnownUsers users = KnownUsers.load();

    private List<String> idsAt(int protocol, int port) {
        return users.at(protocol, port).stream().map(KnownUser::id).toList();
    }

    @Test
    void framehawkHas101PortsOf3224To3324ByUdpLowestFirst() {
        KnownUser framehawk = users.byId("framehawk");
        assertNotNull(framehawk);
        assertEquals(List.of(Transport.UDP), framehawk.transports());
        assertEquals(101, framehawk.size());
        assertEquals(Allocation.LOWEST_FIRST, framehawk.allocation());
        assertEquals("framehawk", framehawk.label());
        assertEquals(new PortRange(3224, 3324), framehawk.rangeOf(3251));
        assertEquals(28, 3251 - framehawk.ports().get(0).from() + 1);
        assertTrue(framehawk.uses(17, 3224) && framehawk.uses(17, 3324));
        assertFalse(framehawk.uses(17, 3223) || framehawk.uses(17, 3325) || framehawk.uses(6, 3248));
    }

    @Test
    void adaptiveTransportHasFixedPorts() {
        for (String id : List.of("citrix-edt", "citrix-edt-reliable")) {
            assertEquals(Allocation.FIXED, users.byId(id).allocation());
            assertEquals(1, users.byId(id).size());
        }
        assertTrue(idsAt(17, 1494).contains("citrix-edt"));
        assertTrue(idsAt(17, 2598).contains("citrix-edt-reliable"));
        assertEquals(Allocation.PAIRS, users.byId("citrix-hdx-audio").allocation());
        assertEquals(
                List.of(new PortRange(16500, 16509)),
                users.byId("citrix-hdx-audio").ports());
    }

    @Test
    void listsTheUsersOfAPortNarrowestFirst() {
        assertEquals(List.of("framehawk"), idsAt(17, 3248));
        assertEquals(
                List.of("omni-path-fe-tls", "sap-dispatcher", "msrpc-dynamic-2003", "ftp-passive"), idsAt(6, 3251));
        assertEquals(List.of("mosh", "discord-voice"), idsAt(17, 60000));
        assertEquals(List.of(), idsAt(17, 1));
        assertEquals(List.of(), idsAt(132, 3248));
    }

    @Test
    void knowsTheHomesThatEverybodyMeets() {
        String[] homes = {
            "tcp 5228 tls",
            "tcp 5223 tls",
            "tcp 5222 whatsapp",
            "tcp 6443 tls",
            "udp 2055 netflow",
            "udp 9995 netflow",
            "udp 1645 radius",
            "udp 1700 radius",
            "tcp 1911 niagara-fox",
            "tcp 4911 tls",
            "tcp 1521 oracle-tns",
            "tcp 9092 kafka",
            "tcp 514 syslog",
            "tcp 8000 http",
            "tcp 3128 http",
            "tcp 9200 http",
            "tcp 1026 dcerpc",
        };
        for (String home : homes) {
            String[] words = home.split(" ");
            assertTrue(
                    users.at(Transport.number(words[0]), Integer.parseInt(words[1])).stream()
                            .anyMatch(user -> words[2].equals(user.label()) || words[2].equals(user.id())),
                    home);
        }
    }

    @Test
    void everyPackagedEntryIsCompleteAndDistinct() {
        assertTrue(users.all().size() >= 59, users.all().size() + " entries");
        for (KnownUser user : users.all()) {
            assertTrue(user.corroboratedBy().length() > 10, user.id());
            for (String source : user.sources()) {
                assertTrue(source.length() > 10 && !source.contains("http:") && !source.contains("https:"), source);
            }
            assertEquals(user, users.byId(user.id()));
        }
        assertNull(users.byId("nobody"));
    }

    @Test
    void thePackedListIsThatOfTheFile() throws IOException, InvalidRulesException {
        assertEquals(KnownUsers.written(Path.of("rules")), users.all());
        String yaml = Files.readString(Path.of("rules", RuleFile.RANGES.path()));
        assertFalse(yaml.matches("(?s).*[\\w.]+@[\\w-]+\\.\\w.*"));
    }

    private static Map<String, KnownUser> read(String text, List<RuleError> errors) {
        Yaml yaml = new Yaml("ranges.yaml", text, errors);
        return yaml.byId(new KnownUserReader(yaml));
    }

    private static KnownUser readOne(String text) {
        List<RuleError> errors = new ArrayList<>();
        KnownUser user = read(text, errors).get("a");
        assertEquals(List.of(), errors);
        return user;
    }

    private static List<String> errors(String text) {
        List<RuleError> errors = new ArrayList<>();
        read(text, errors);
        return errors.stream().map(RuleError::toString).toList();
    }

    @Test
    void readsYamlInOtherForms() {
        KnownUser user = readOne("- {id: a, name: 'A: b', transport: udp, ports: 7, allocation: any-host,"
                + " grade: documented, sources: [x], corroborated-by: y, refuted-by: \"z\", notes: [n]}");
        assertEquals("A: b", user.name());
        assertEquals(Allocation.ANY_HOST, user.allocation());
        assertEquals("z", user.refutedBy());
        assertEquals(List.of("n"), user.notes());
        KnownUser plain = readOne(WHOLE);
        assertEquals(List.of("one document", "two"), plain.sources());
        assertEquals("this and that", plain.corroboratedBy());
        assertEquals(List.of(new PortRange(1, 1), new PortRange(5, 9)), plain.ports());
    }

    @Test
    void controlCharactersDoNotReachATerminal() {
        assertEquals(
                "A [31mB",
                readOne(WHOLE.replace("name: A", "name: \"A\\e[31mB\"")).name());
        assertEquals(
                List.of("ranges.yaml:3: \"[31m\" is not a transport; known are tcp, udp, sctp, dccp"),
                errors(WHOLE.replace("[tcp, udp]", "\"\\e[31m\"")));
    }

    @Test
    void everyErrorHasItsLine() {
        String yaml =
                "- id: Bad Id\n  name: A\n  transport: [tcp, icmp]\n  ports: [70000, 9-5]\n  allocation: sometimes\n"
                        + "  grade: checked\n  sources: []\n  corroborated-by: x\n  colour: red\n- id: b\n" + WHOLE
                        + WHOLE + "- id: c\n  label: C c\n  name: [A]\n";
        assertEquals(
                List.of(
                        "ranges.yaml:9: unknown key 'colour'; known are id, name, label, transport, ports, allocation,"
                                + " grade, sources, corroborated-by, refuted-by, notes",
                        "ranges.yaml:1: invalid id 'Bad Id'; use lower-case letters, digits and hyphens",
                        "ranges.yaml:3: \"icmp\" is not a transport; known are tcp, udp, sctp, dccp",
                        "ranges.yaml:4: ports go from 0 to 65535, not 70000",
                        "ranges.yaml:4: the range 9-5 is empty; the lower port comes first",
                        "ranges.yaml:5: unknown allocation 'sometimes'; known are fixed, lowest-first,"
                                + " base-plus-instance, announced, pairs, random, any-host",
                        "ranges.yaml:7: sources is missing",
                        "ranges.yaml:10: name is missing",
                        "ranges.yaml:10: transport is missing",
                        "ranges.yaml:10: ports is missing",
                        "ranges.yaml:10: allocation is missing",
                        "ranges.yaml:10: grade is missing",
                        "ranges.yaml:10: sources is missing",
                        "ranges.yaml:10: corroborated-by is missing",
                        "ranges.yaml:24: duplicate id 'a'",
                        "ranges.yaml:38: invalid label 'C c'; use lower-case letters, digits and hyphens",
                        "ranges.yaml:39: expected a single value, not a list or a mapping"),
                errors(yaml).subList(0, 17));
    }

    @Test
    void aFolderOfRulesAddsAndReplaces(@TempDir Path rules) throws IOException, InvalidRulesException {
        assertEquals(users.all(), RuleFolder.read(rules, KnownUsers::load).all());
        Path file = rules.resolve(RuleFile.RANGES.path());
        Files.writeString(file, WHOLE + WHOLE.replace("id: a", "id: framehawk"));
        KnownUsers merged = RuleFolder.read(rules, KnownUsers::load);
        assertEquals(users.all().size() + 1, merged.all().size());
        assertEquals("A", merged.byId("framehawk").name());
        Files.writeString(file, WHOLE + WHOLE);
        List<RuleError> errors = assertThrows(
                        InvalidRulesException.class, () -> RuleFolder.read(rules, KnownUsers::load))
                .errors();
        assertEquals(List.of(new RuleError(file.toString(), 14, "duplicate id 'a'")), errors);
    }
}
