package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.report.sqlite.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see of hosts, of ports for other tools, of indicators, and of reports that are altered. */
class HostsTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";
    private static final String EVERYDAY = "captures/everyday.pcapng";

    @TempDir
    Path folder;

    /** Facts are gathered only for outputs that show them. */
    @Test
    void recordsAreTheSameWithAndWithoutHosts() {
        List<String> without = records("captures", "-o", "json");
        assertTrue(without.size() > 100, () -> without.size() + " records");
        assertEquals(without, records("captures", "-o", "json", "-o", "hosts=" + folder.resolve("hosts")));
    }

    /** All lines but the last, which tells how long the run took. */
    private static List<String> records(String... arguments) {
        List<String> lines = Run.of(arguments).out().lines().toList();
        return lines.subList(0, lines.size() - 1);
    }

    @Test
    void hostsAreATableOrNdjsonByTheNameOfTheFile() throws IOException {
        String table = Run.of("-q", EVERYDAY, "-o", "hosts").out();
        assertTrue(table.contains("laptop") && table.contains("DHCP server, router"), table);
        Path lines = folder.resolve("hosts.ndjson");
        Run.of("-q", EVERYDAY, "-o", "hosts=" + lines);
        String laptop = Files.readAllLines(lines).stream()
                .filter(line -> line.startsWith("{\"host\":\"10.2.0.50\""))
                .findFirst()
                .orElse("");
        assertTrue(laptop.contains("\"name\":\"laptop\""), laptop);
        assertTrue(laptop.contains("\"grade\":\"itself\",\"source\":\"DHCP option 12\""), laptop);
        assertTrue(laptop.contains("\"bytes\":\"" + HexFormat.of().formatHex("laptop".getBytes())), laptop);
    }

    @Test
    void aHostIsExplainedByAddressAndByName() {
        Run byAddress = Run.of("explain", "10.3.0.9", SSH);
        assertEquals(Exit.DONE, byAddress.status());
        assertTrue(byAddress.out().contains("software SSH-2.0-OpenSSH_9.2p1 Debian-2"), byAddress.out());
        assertTrue(byAddress.out().contains("serves ssh"), byAddress.out());
        assertTrue(byAddress.out().contains("finding high"), byAddress.out());
        Run byName = Run.of("explain", "laptop", EVERYDAY);
        assertTrue(byName.out().startsWith("10.2.0.50  laptop"), byName.out());
        assertEquals(
                Exit.USAGE, Run.of("explain", "nobody-has-this-name", EVERYDAY).status());
        assertEquals(Exit.USAGE, Run.of("explain", "10.3.0.9").status());
    }

    @Test
    void sqliteHoldsTheFacts() {
        Path database = folder.resolve("case.db");
        Run.of("-q", EVERYDAY, "-o", "sqlite=" + database);
        assertEquals(
                List.of("DHCP option 12"),
                Sql.column(database, "SELECT source FROM host_facts WHERE address = '10.2.0.50' AND kind = 'name'"));
    }

    @Test
    void otherToolsLearnWhichProtocolAPortSpeaks() throws IOException {
        Path profile = folder.resolve("profile");
        Path zeek = folder.resolve("ports.zeek");
        Path suricata = folder.resolve("ports.yaml");
        Run.of(
                "-q",
                SSH,
                "-o",
                "wireshark-profile=" + profile,
                "-o",
                "zeek-ports=" + zeek,
                "-o",
                "suricata-ports=" + suricata);
        assertTrue(Files.readAllLines(profile.resolve("decode_as_entries"))
                .contains("decode_as_entry: tcp.port,3251,(none),SSH"));
        assertTrue(Files.readString(zeek).contains("register_for_port(Analyzer::ANALYZER_SSH, 3251/tcp)"));
        assertTrue(Files.readString(suricata).contains("SSH_PORTS: \"[22,3251]\""));
    }

    @Test
    void anIndicatorThatWasSeenIsAFinding() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "10.3.0.9 \n198.51.100.1\n");
        String state = folder.resolve("state").toString();
        String found = Run.of("review", "-q", "--state", state, SSH, "--indicators", list.toString())
                .out();
        assertTrue(found.contains("Indicator 10.3.0.9 on 10.3.0.9"), found);
        assertTrue(found.contains("list.txt:1"), found);
        assertFalse(found.contains("198.51.100.1"), found);
        Run missing = Run.of(
                "review",
                "--state",
                state,
                SSH,
                "--indicators",
                folder.resolve("none").toString());
        assertEquals(Exit.UNREADABLE, missing.status(), missing.err());
    }

    @Test
    void anAddressThatIsAlteredWithItsCommunityIdIsNoticed() throws Exception {
        Path json = folder.resolve("case.json");
        Run.of("-q", SSH, "-o", "json=" + json);
        assertEquals(Exit.DONE, Run.of("verify", json.toString()).status());
        String text = Files.readString(json);
        String before = communityId("0a030009", "0a03004d");
        assertTrue(text.contains(before), text);
        Files.writeString(
                json, text.replace("10.3.0.9\"", "10.3.0.8\"").replace(before, communityId("0a030008", "0a03004d")));
        Run run = Run.of("verify", json.toString());
        assertEquals(Exit.UNREADABLE, run.status(), run.out());
        assertTrue(run.out().contains("the packet belongs to other hosts or ports"), run.out());
    }

    @Test
    void evidenceThatIsAlteredWithItsLabelIsNoticed() throws IOException {
        Path json = folder.resolve("case.json");
        Run.of("-q", SSH, "-o", "json=" + json);
        Files.writeString(
                json,
                Files.readString(json)
                        .replace("\"label\":\"ssh\"", "\"label\":\"telnet\"")
                        .replace("\"for\":\"ssh\"", "\"for\":\"telnet\""));
        Run run = Run.of("verify", json.toString());
        assertEquals(Exit.UNREADABLE, run.status(), run.out());
        assertTrue(run.out().contains("no evidence of rule"), run.out());
    }

    /** Version 1 of the Community ID, of the flow from port 40118 of the second to 3251 of the first, whose address is lower. */
    private static String communityId(String server, String client) throws NoSuchAlgorithmException {
        byte[] input = HexFormat.of().parseHex("0000" + server + client + "0600" + "0cb3" + "9cb6");
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(input);
        return "1:" + Base64.getEncoder().encodeToString(hash);
    }
}
