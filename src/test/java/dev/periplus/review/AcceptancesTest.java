package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.RunSummary;
import dev.periplus.decode.Packet;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptancesTest {
    @TempDir
    Path folder;

    private final RuleSet rules = new RuleLoader().packaged().load();

    private List<Acceptance> load() throws InvalidRulesException {
        return RuleFolder.read(folder, own -> Acceptances.load(rules, own));
    }

    private List<Acceptance> load(String text) throws IOException, InvalidRulesException {
        Files.writeString(folder.resolve(RuleFile.ACCEPTED.path()), text);
        return load();
    }

    @Test
    void aFolderWithoutTheFileAcceptsNothing() throws InvalidRulesException {
        assertEquals(List.of(), load());
    }

    @Test
    void everyEntryIsReadInItsOrder() throws IOException, InvalidRulesException {
        String same = "{host: 10.0.0.1, port: 22, transport: tcp, label: ssh, ticket: A}\n";
        assertEquals(
                List.of(
                        new Acceptance("10.0.0.1", 22, "tcp", "ssh", null, "A"),
                        new Acceptance("10.0.0.1", 22, "tcp", "ssh", null, "A"),
                        new Acceptance("fd00::/8", 123, "udp", "ntp", LocalDate.of(2027, 1, 31), "B")),
                load("- " + same + "- " + same + "- {host: 'fd00::/8', port: 123, transport: udp, label: ntp,"
                        + " until: 2027-01-31, ticket: B}\n"));
    }

    private static Acceptances accepting(String host, LocalDate until) {
        Acceptance ssh = new Acceptance(host, 22, "tcp", "ssh", until, "A");
        Acceptance later = new Acceptance("10.0.0.0/8", 22, "tcp", "telnet", null, "B");
        Acceptances acceptances = new Acceptances(LocalDate.of(2026, 1, 31));
        acceptances.add(Path.of("case"), List.of(ssh, later));
        return acceptances;
    }

    private static String ticket(Acceptances acceptances, String host, int port, int protocol) {
        Acceptance found = acceptances.of(new Endpoint(Address.parse(host), port, protocol));
        return found == null ? "none" : found.ticket();
    }

    @Test
    void hostPortAndTransportMustMatchAndTheFirstCounts() {
        Acceptances acceptances = accepting("10.3.0.0/24", null);
        assertEquals("A", ticket(acceptances, "10.3.0.9", 22, Packet.TCP));
        assertEquals("A", ticket(acceptances, "::ffff:10.3.0.9", 22, Packet.TCP));
        assertEquals("B", ticket(acceptances, "10.4.0.9", 22, Packet.TCP));
        assertEquals("none", ticket(acceptances, "192.0.2.9", 22, Packet.TCP));
        assertEquals("none", ticket(acceptances, "10.3.0.9", 23, Packet.TCP));
        assertEquals("none", ticket(acceptances, "10.3.0.9", 22, Packet.UDP));
        assertEquals("A", ticket(accepting("fd00::1", null), "fd00::1", 22, Packet.TCP));
    }

    @Test
    void anAcceptanceHoldsThroughItsLastDay() {
        for (LocalDate until : Arrays.asList(null, LocalDate.of(2026, 1, 31), LocalDate.of(2026, 1, 30))) {
            Acceptances acceptances = accepting("10.3.0.9", until);
            Acceptance found = acceptances.of(new Endpoint(Address.parse("10.3.0.9"), 22, Packet.TCP));
            assertEquals(until == null || until.getDayOfMonth() == 31, acceptances.holds(found), "until " + until);
        }
    }

    @Test
    void eachFileIsReportedWithItsOwnerAndWhatItSilences() throws IOException, InvalidRulesException {
        List<Acceptance> two = load("- {host: 10.3.0.9, port: 22, transport: tcp, label: ssh, ticket: A}\n"
                + "- {host: 10.3.0.0/24, port: 22, transport: tcp, label: ssh, ticket: B}\n");
        Path file = folder.resolve(RuleFile.ACCEPTED.path());
        Acceptances acceptances = new Acceptances(LocalDate.of(2026, 1, 31));
        acceptances.add(null, two);
        acceptances.add(folder, two);
        String named = file + " (by " + Files.getOwner(file).getName() + " (uid " + Files.getAttribute(file, "unix:uid")
                + ")) silences ";
        assertEquals(named + "nothing that was seen", acceptances.files().get(0).sentence(2));
        for (int i = 0; i < 1200; i++) {
            acceptances.silence(two.get(i % 2), "SSH on " + i);
        }
        RunSummary.Accepted accepted = acceptances.files().get(0);
        assertEquals(1, acceptances.files().size());
        assertEquals(1200, accepted.count());
        assertEquals(1000, accepted.services().size(), "listed");
        assertEquals(named + "SSH on 0 (A); SSH on 1 (B); and 1,198 more", accepted.sentence(2));
    }

    @Test
    void everyErrorHasItsLine() {
        InvalidRulesException wrong = assertThrows(
                InvalidRulesException.class,
                () -> load("- host: nowhere\n  port: 70000\n  transport: icmp\n  label: no-such\n  until: soon\n"
                        + "- text\n"));
        String file = folder.resolve(RuleFile.ACCEPTED.path()).toString();
        assertEquals(
                List.of(
                        file + ":6: expected an entry of keys and values (key: value)",
                        file + ":1: 'nowhere' is not an address or network; write 10.0.0.1 or 10.0.0.0/8",
                        file + ":1: '70000' is not a port from 0 to 65535",
                        file + ":1: transport is one of tcp, udp, sctp, dccp, not 'icmp'",
                        file + ":1: no protocol has the id 'no-such'",
                        file + ":1: until takes a date such as 2027-01-31, not 'soon'",
                        file + ":1: ticket is missing"),
                wrong.errors().stream().map(RuleError::toString).toList());
    }
}
