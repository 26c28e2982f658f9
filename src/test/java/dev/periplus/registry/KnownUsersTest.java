package dev.periplus.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertEquals(List.of("omni-path-fe-tls", "sap-dispatcher", "ftp-passive"), idsAt(6, 3251));
        assertEquals(List.of("mosh", "discord-voice"), idsAt(17, 60000));
        assertEquals(List.of(), idsAt(17, 1));
        assertEquals(List.of(), idsAt(132, 3248));
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
    void thePackedListIsThatOfTheFile() throws IOException {
        String yaml = Files.readString(Path.of("rules", KnownUsers.FILE));
        assertEquals(KnownUsers.of(yaml).all(), users.all());
        assertFalse(yaml.matches("(?s).*[\\w.]+@[\\w-]+\\.\\w.*"));
    }

    @Test
    void readsYamlInOtherForms() throws RegistryFormatException {
        KnownUser user = KnownUsers.of("- {id: a, name: 'A: b', transport: udp, ports: 7, allocation: any-host,"
                        + " grade: documented, sources: [x], corroborated-by: y, refuted-by: \"z\", notes: [n]}")
                .byId("a");
        assertEquals("A: b", user.name());
        assertEquals(Allocation.ANY_HOST, user.allocation());
        assertEquals("z", user.refutedBy());
        assertEquals(List.of("n"), user.notes());
        KnownUser plain = KnownUsers.of(WHOLE).byId("a");
        assertEquals(List.of("one document", "two"), plain.sources());
        assertEquals("this and that", plain.corroboratedBy());
        assertEquals(List.of(new PortRange(1, 1), new PortRange(5, 9)), plain.ports());
    }

    @Test
    void tellsEveryFaultWithItsLine() {
        String yaml =
                "- id: Bad Id\n  name: A\n  transport: [tcp, icmp]\n  ports: [70000, 9-5]\n  allocation: sometimes\n"
                        + "  grade: checked\n  sources: []\n  corroborated-by: x\n  colour: red\n- id: b\n" + WHOLE
                        + WHOLE;
        String told = assertThrows(RegistryFormatException.class, () -> KnownUsers.of(yaml))
                .getMessage();
        assertEquals(
                List.of(
                        "ranges.yaml:9: \"colour\" is not a field of a known user",
                        "ranges.yaml:1: \"Bad Id\" is not lower case with hyphens",
                        "ranges.yaml:3: \"icmp\" is not a transport: tcp, udp, sctp or dccp",
                        "ranges.yaml:4: ports go from 0 to 65535, not 70000",
                        "ranges.yaml:4: the range 9-5 runs backwards",
                        "ranges.yaml:5: \"sometimes\" is no allocation; it is one of fixed, lowest-first,"
                                + " base-plus-instance, announced, pairs, random, any-host",
                        "ranges.yaml:7: the field sources is missing or empty",
                        "ranges.yaml:10: the field name is missing or empty",
                        "ranges.yaml:10: the field transport is missing or empty",
                        "ranges.yaml:10: the field ports is missing or empty",
                        "ranges.yaml:10: the field allocation is missing or empty",
                        "ranges.yaml:10: the field grade is missing or empty",
                        "ranges.yaml:10: the field sources is missing or empty",
                        "ranges.yaml:10: the field corroborated-by is missing or empty",
                        "ranges.yaml:24: the id a is taken"),
                told.lines().toList());
    }

    @Test
    void tellsDamagedYamlWithItsLine() {
        String told = assertThrows(RegistryFormatException.class, () -> KnownUsers.of("- id: a\n  name: [\n"))
                .getMessage();
        assertTrue(told.matches("ranges\\.yaml:\\d+: .+"), told);
        assertThrows(RegistryFormatException.class, () -> KnownUsers.of("just words"));
        assertThrows(RegistryFormatException.class, () -> KnownUsers.of(""));
        assertThrows(RegistryFormatException.class, () -> KnownUsers.of("- a\n"));
        assertThrows(RegistryFormatException.class, () -> KnownUsers.of("- id: a\n  id: b\n"));
        assertThrows(RegistryFormatException.class, () -> KnownUsers.of("- &x [*x, *x]\n"));
    }

    @Test
    void aDirectoryOfRulesAddsAndReplaces(@TempDir Path rules) throws IOException {
        assertEquals(users.all(), KnownUsers.load(rules).all());
        Files.writeString(rules.resolve(KnownUsers.FILE), WHOLE + WHOLE.replace("id: a", "id: framehawk"));
        KnownUsers merged = KnownUsers.load(rules);
        assertEquals(users.all().size() + 1, merged.all().size());
        assertEquals("A", merged.byId("framehawk").name());
        assertEquals(List.of(), KnownUsers.check(rules));
        Files.writeString(rules.resolve(KnownUsers.FILE), WHOLE + WHOLE);
        assertEquals(List.of(rules.resolve(KnownUsers.FILE) + ":14: the id a is taken"), KnownUsers.check(rules));
    }
}
