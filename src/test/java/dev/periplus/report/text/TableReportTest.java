package dev.periplus.report.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Standing;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableReportTest {
    private static final int WIDTH = 100;
    private final List<FlowRecord> records = new ArrayList<>();

    @Test
    void conflictsComeFirst() {
        records.add(https("10.0.0.1").number(1).made());
        records.add(Records.tcp("10.0.0.1", "10.0.0.2", 7000).number(2).made());
        records.add(procos().number(3).made());
        records.add(ssh().number(4).made());
        String text = table(false, false);
        assertInOrder(
                text,
                "Not as registered  1 flow",
                "ssh     0.98  ≠ sysscanner",
                "Unknown, on ports with known users  1 flow",
                "unknown       ? procos-lm",
                "Unknown  1 flow",
                "10.0.0.2:7000",
                "As registered  1 flow",
                "tls     0.99  = https",
                "flows       4",
                "identified  2: 1 not as registered, 1 as registered",
                "unknown     2: 2 no-rule-matched",
                "lost        nothing");
    }

    @Test
    void aRegisteredNameIsNeverTheFinding() {
        records.add(procos().made());
        String text = table(false, false);
        String row = text.lines()
                .filter(line -> line.contains("10.9.0.7:3248"))
                .findFirst()
                .orElseThrow();
        assertTrue(row.indexOf("unknown") > 0 && row.indexOf("unknown") < row.indexOf("? procos-lm"), row);
        assertTrue(text.lines().findFirst().orElseThrow().contains("port registered for"), text);
        assertTrue(text.contains("registered for PROCOS LM (unproven); Citrix Framehawk possible"), text);
    }

    @Test
    void aScanIsOneLine() {
        for (int port = 3224; port <= 3324; port++) {
            records.add(scan(Packet.TCP, port).number(port).made());
            records.add(scan(Packet.UDP, port).made());
        }
        records.add(Records.tcp("10.0.0.9", "10.0.0.5", 3306).made());
        records.add(Records.tcp("10.0.0.9", "10.0.0.6", 3306).made());
        String text = table(false, false);
        assertInOrder(
                text,
                "Scans  1 scanner",
                "10.0.0.9 scanned 10.0.0.5: 202 ports silent or refused (tcp 3224-3324, udp 3224-3324), 1",
                "scans       202 probes by 1 scanner");
        assertEquals(
                0, text.lines().filter(line -> line.contains("10.0.0.5:32")).count());
    }

    @Test
    void alikeFlowsAreOneRowWhereThereAreMany() {
        for (int i = 1; i <= 100; i++) {
            records.add(https("10.0.1." + i).number(i).made());
        }
        records.add(ssh().number(101).made());
        String text = table(false, false);
        assertTrue(text.contains("×100  tcp  several   → 10.0.0.2:443"), text);
        assertTrue(text.contains("700"), "packets of all of them: " + text);
        assertEquals(
                1, text.lines().filter(line -> line.contains("10.0.0.2:443")).count());
        String all = table(false, true);
        assertEquals(
                100, all.lines().filter(line -> line.contains("10.0.0.2:443")).count());
    }

    @Test
    void manyPortsOfAServerAreAFewRows() {
        for (int port = 3224; port < 3274; port++) {
            records.add(Records.udp("10.1.4." + (port - 3200), "10.9.0.7", port)
                    .number(port)
                    .label("framehawk", 0.97)
                    .registered("service-" + port, "Service " + port, Standing.NOT_AS_REGISTERED)
                    .made());
        }
        String text = table(false, false);
        assertInOrder(text, "10.9.0.7:3224 ", "≠ service-3224", "×46", "10.9.0.7:3228-3273", "≠ 46 services");
    }

    @Test
    void whatIsNotShownIsCounted() {
        for (int i = 0; i < 60; i++) {
            records.add(
                    Records.tcp("10.0.0.1", "10.0.1." + i, 7000).number(i + 1).made());
        }
        String text = table(false, false);
        assertTrue(text.contains("20 more flows: use --all to list all"), text);
        assertFalse(table(false, true).contains("more flow"), "all are shown");
    }

    @Test
    void aSectionKeepsNoMoreThanItsCapacity() {
        int flows = Section.UNREGISTERED.capacity() + 5;
        for (int i = 0; i < flows; i++) {
            records.add(Records.tcp("10.0.0.1", "10.0.0.2", 7000 + i)
                    .label("http", 0.9)
                    .made());
        }
        assertTrue(table(false, true).contains("5 more flows: use -o json to list all"));
        assertTrue(table(false, false).contains("flows       1,005"));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 72, 80, 100, 140})
    void noLineIsWiderThanThePage(int width) {
        records.add(ssh().number(3_000_000).made());
        Packet first = FlowFixture.first(
                Packet.TCP,
                "2001:db8:1111:2222:3333:4444:5555:6666",
                50000,
                "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff",
                443);
        records.add(Records.of(Records.talk(first))
                .in("some/" + "very-long-".repeat(30) + "path.pcapng")
                .label("a-label-that-is-longer-than-usual", 0.75)
                .registered("a-service-name-too", "x".repeat(300), Standing.NOT_AS_REGISTERED)
                .says("a-label-that-is-longer-than-usual", "word ".repeat(200) + "x".repeat(300) + "漢".repeat(100))
                .made());
        records.add(procos().made());
        records.add(Records.of(Records.talk(FlowFixture.first(58, "fe80::1", 135, "ff02::1", 136)))
                .made());
        records.add(scan(Packet.UDP, 9).made());
        for (boolean evidence : new boolean[] {false, true}) {
            for (String line :
                    written(width, false, evidence, false, run()).lines().toList()) {
                assertTrue(Columns.width(line) <= width, () -> "wider than " + width + ": " + line);
            }
        }
    }

    @Test
    void colourIsUsedOnlyWhenAskedFor() {
        records.add(ssh().made());
        records.add(procos().made());
        String plain = written(WIDTH, false, false, false, run());
        assertEquals(-1, plain.indexOf('\u001b'));
        String coloured = written(WIDTH, true, false, false, run());
        assertTrue(coloured.contains("\u001b[1;33mssh"), coloured);
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll("(?m) +$", ""));
    }

    @Test
    void textFromTrafficCannotActOnTheTerminal() {
        String hostile = "\u001b]0;owned\u0007\r\nFAKE ROW\u009b31m\u202e";
        records.add(Records.tcp("10.0.0.1", "10.0.0.2", 22)
                .label("ssh" + hostile, 0.9)
                .registered("x" + hostile, "y" + hostile, Standing.NOT_AS_REGISTERED)
                .says("ssh" + hostile, hostile)
                .says("other" + hostile, hostile)
                .made());
        records.add(Records.tcp("10.0.0.1", "10.0.0.2", 23)
                .registered("x" + hostile, "y" + hostile, Standing.REGISTERED_ONLY)
                .made());
        RunSummary.CaptureRead capture = new RunSummary.CaptureRead(hostile, hostile, 5, 5, 0, 1, hostile, 77);
        RunSummary run = new RunSummary("0.1" + hostile, 1, List.of(capture), Counters.NONE, 1);
        for (boolean evidence : new boolean[] {false, true}) {
            String text = written(WIDTH, false, evidence, true, run);
            assertTrue(text.contains("\\x1b]0;owned\\x07"), text);
            assertTrue(
                    text.codePoints()
                            .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r'
                                    || Character.getType(c) == Character.FORMAT),
                    text);
            assertTrue(text.lines().noneMatch(line -> line.startsWith("FAKE")), text);
        }
    }

    @Test
    void allEvidenceIsShownOnDemand() {
        records.add(Records.tcp("10.0.0.1", "10.0.0.2", 1494)
                .label("ica", 0.99)
                .evidence(Evidence.of(Evidence.Kind.CONTRADICTION, "tls", -60, "no record header", "tls"))
                .evidence(new Evidence(
                        Evidence.Kind.SIGNATURE,
                        "ica",
                        62.04,
                        "the server's magic",
                        "ica/magic",
                        0,
                        14,
                        54,
                        HexFormat.of().parseHex("7f7f49434100")))
                .made());
        assertInOrder(
                table(true, false),
                "+62.0  signature      the server's magic",
                "ica/magic, packet 14, byte 54",
                "7f 7f 49 43 41 00  ..ICA.",
                "-60.0  contradiction  tls: no record header");
    }

    @Test
    void lossesAndDamageAreTold() {
        records.add(ssh().made());
        RunSummary.CaptureRead whole = new RunSummary.CaptureRead("a.pcap", "pcap", 10, 1000, 0, 1, null, -1);
        RunSummary.CaptureRead cut = new RunSummary.CaptureRead(
                "b.pcap", "pcap", 5, 500, 0, 1, "at byte 244: cut in the middle of a record header", 244);
        RunSummary.CaptureRead bad =
                new RunSummary.CaptureRead("c.pcap", null, 0, 0, 0, 0, "looks like a PNG image", -1);
        RunSummary run =
                new RunSummary("0.1", 1, List.of(whole, cut, bad), Counters.of(Counter.FLOWS_EVICTED.count(2)), 1);
        assertInOrder(
                written(WIDTH, false, false, false, run),
                "read        a.pcap: pcap, 10 packets, 1970-01-01 00:00:00 UTC",
                "            b.pcap: pcap, 5 packets",
                "damaged     at byte 244: cut in the middle of a record header; everything before it was read",
                "            c.pcap: not read: looks like a PNG image",
                "packets     15, 1.5 kB",
                "lost        2 flows evicted");
    }

    @Test
    void noPacketsIsSaidAloud() {
        RunSummary.CaptureRead empty = new RunSummary.CaptureRead("a.pcap", "pcap", 0, 0, 0, 0, null, -1);
        RunSummary run = new RunSummary("0.1", 1, List.of(empty), Counters.NONE, 1);
        String text = written(WIDTH, false, false, false, run);
        assertInOrder(text, "a.pcap: pcap, 0 packets", "0 packets: nothing to analyse");
        assertFalse(text.contains("identified"), text);
    }

    @Test
    void ofManyCapturesTheDamagedOnesAreNamed() {
        List<RunSummary.CaptureRead> captures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            captures.add(new RunSummary.CaptureRead(
                    "c" + i + ".pcap", "pcap", 1, 1, 0, 0, i == 90 ? "cut" : null, i == 90 ? 5 : -1));
        }
        String text = written(WIDTH, false, false, false, new RunSummary("0.1", 1, captures, Counters.NONE, 1));
        assertInOrder(text, "c9.pcap", "c90.pcap", "damaged     at byte 5: cut", "and 89 more captures");
        assertFalse(text.contains("c91.pcap"), text);
    }

    private static Records https(String client) {
        return Records.tcp(client, "10.0.0.2", 443)
                .label("tls", 0.999)
                .registered("https", "http protocol over TLS/SSL", Standing.AS_REGISTERED)
                .says("tls", "TLS ClientHello");
    }

    private static Records ssh() {
        return Records.tcp("10.3.0.77", "10.3.0.9", 3251)
                .label("ssh", 0.98)
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .says("ssh", "identification string SSH-2.0-OpenSSH_9.3");
    }

    private static Records procos() {
        return Records.udp("10.1.4.23", "10.9.0.7", 3248)
                .registered("procos-lm", "PROCOS LM", Standing.REGISTERED_ONLY)
                .users(Records.FRAMEHAWK);
    }

    private static Records scan(int protocol, int port) {
        Packet first = FlowFixture.first(protocol, "10.0.0.9", 50000, "10.0.0.5", port);
        return Records.of(FlowFixture.begin(first).sends(0, 1, 0).flow()).scan(202);
    }

    private static RunSummary run() {
        return Records.run();
    }

    private String table(boolean evidence, boolean all) {
        return written(WIDTH, false, evidence, all, run());
    }

    private String written(int width, boolean colour, boolean evidence, boolean all, RunSummary run) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableReport report =
                new TableReport(out, TextOptions.of(width).withColour(colour).with(evidence, all));
        records.forEach(report::flow);
        report.finish(run);
        return out.toString(UTF_8);
    }

    private static void assertInOrder(String text, String... parts) {
        int at = 0;
        for (String part : parts) {
            int found = text.indexOf(part, at);
            assertTrue(found >= 0, () -> "missing, or out of order: " + part + "\n" + text);
            at = found + part.length();
        }
    }
}
