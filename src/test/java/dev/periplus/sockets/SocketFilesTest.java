package dev.periplus.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketFilesTest {
    @TempDir
    Path folder;

    private static void assertClean(Snapshot snapshot) {
        assertEquals(0, snapshot.unread(), snapshot.source());
        assertEquals(0, snapshot.unrecognised(), snapshot.source());
    }

    private Snapshot written(String text) throws IOException {
        return SocketFiles.read(List.of(Files.writeString(folder.resolve("saved.txt"), text)), Set.of(), null)
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ss-tulnp.txt", "ss-no-header.txt", "ss-tulnpe.txt"})
    void readsListenersOfSs(String name) throws IOException {
        Snapshot snapshot = Tables.read(name);
        assertClean(snapshot);
        assertEquals(
                List.of(
                        "udp 127.0.0.53:53 - [python3/10237,pool: worker/10239]",
                        "udp 0.0.0.0:67 - [python3/10237,pool: worker/10239]",
                        "udp 0.0.0.0:68 - [python3/10237,pool: worker/10239]",
                        "udp 10.20.0.5:500 - [python3/10237,pool: worker/10239]",
                        "udp :::5353 - [python3/10237,pool: worker/10239]",
                        "tcp 127.0.0.1:5432 - listen [python3/10237,pool: worker/10239]",
                        "tcp 0.0.0.0:8080 - listen [python3/10237,pool: worker/10239]",
                        "tcp ::1:631 - listen [python3/10237,pool: worker/10239]",
                        "tcp :::8443 - listen [python3/10237,pool: worker/10239]"),
                Tables.told(snapshot));
    }

    @Test
    void readsTcpOfSsWithoutTransports() throws IOException {
        Snapshot snapshot = Tables.read("ss-tanp.txt");
        assertClean(snapshot);
        assertEquals(13, snapshot.sockets().size());
        List<String> told = Tables.told(snapshot);
        assertTrue(told.contains("tcp 10.20.0.5:40100 10.20.0.6:8080 [pool: worker/10239]"), told.toString());
        assertTrue(told.contains("tcp 127.0.0.1:54674 127.0.0.1:5432 []"), told.toString());
        assertTrue(told.contains("tcp 10.20.0.5:8443 10.20.0.5:37448 [python3/10237]"), told.toString());
    }

    @Test
    void readsZonesServersWithWorkersAndOldSs() throws IOException {
        List<String> told = Tables.told(Tables.read("ss-server.txt"));
        assertTrue(told.contains("udp 0.0.0.0:67 - [dnsmasq/1440]"), told.toString());
        assertTrue(told.contains("udp fe80::5054:ff:fe12:3456:546 - [systemd-network/498]"), told.toString());
        assertTrue(told.contains("tcp 0.0.0.0:443 - listen [nginx/900,nginx/901,nginx/902]"), told.toString());
        List<String> old = Tables.told(Tables.read("ss-old.txt"));
        assertTrue(old.contains("udp :::68 - [dhclient/640]"), old.toString());
        assertTrue(old.contains("tcp :::80 - listen [httpd/1010,httpd/1011,httpd/1012]"), old.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"netstat-tulnp.txt", "netstat-tulnpe.txt"})
    void readsListenersOfLinuxNetstat(String name) throws IOException {
        Snapshot snapshot = Tables.read(name);
        assertClean(snapshot);
        assertEquals(9, snapshot.sockets().size());
        assertEquals(
                "tcp 127.0.0.1:5432 - listen [python3/10237]",
                Tables.told(snapshot).get(0));
        assertEquals("udp :::5353 - [python3/10237]", Tables.told(snapshot).get(8));
    }

    @Test
    void readsTcpOfLinuxNetstat() throws IOException {
        List<String> told = Tables.told(Tables.read("netstat-tanp.txt"));
        assertEquals(13, told.size());
        assertTrue(told.contains("tcp fd00:20::5:52420 fd00:20::5:8443 [python3/10239]"), told.toString());
        assertTrue(told.contains("tcp 127.0.0.1:54674 127.0.0.1:5432 []"), told.toString());
    }

    @Test
    void takesTheFirstWordOfAProgramThatSaysWhatItDoes() throws IOException {
        Snapshot snapshot = written("tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/sshd: /usr/sbin\n"
                + "tcp 0 0 0.0.0.0:80 0.0.0.0:* LISTEN 901/nginx: master p  off (0.00/0/0)\n"
                + "tcp 0 0 0.0.0.0:81 0.0.0.0:* LISTEN 902/nginx:\n");
        assertEquals(
                List.of(
                        "tcp 0.0.0.0:22 - listen [sshd/812]",
                        "tcp 0.0.0.0:80 - listen [nginx/901]",
                        "tcp 0.0.0.0:81 - listen [nginx/902]"),
                Tables.told(snapshot));
    }

    @Test
    void withoutRightsProcessesAreUnknown() throws IOException {
        for (String name : List.of("netstat-unprivileged.txt", "ss-unprivileged.txt")) {
            Snapshot snapshot = Tables.read(name);
            assertEquals(9, snapshot.sockets().size());
            assertTrue(snapshot.sockets().stream()
                    .allMatch(socket -> socket.processes().isEmpty()));
            assertEquals(0, snapshot.unread());
        }
    }

    @Test
    void readsLsof() throws IOException {
        Snapshot snapshot = Tables.read("lsof.txt");
        assertClean(snapshot);
        assertEquals(28, snapshot.sockets().size());
        List<String> told = Tables.told(snapshot);
        assertEquals("tcp 0.0.0.0:8080 - listen [python3/10237]", told.get(0));
        assertEquals("tcp :::8443 - listen [python3/10237]", told.get(1));
        assertTrue(told.contains("udp 10.20.0.5:48131 10.20.0.6:9999 [pool:/10239]"), told.toString());
        assertEquals("root", snapshot.sockets().get(0).processes().get(0).user());
        List<String> whole = Tables.told(Tables.read("lsof-long-names.txt"));
        assertTrue(whole.contains("tcp 10.20.0.5:37448 10.20.0.5:8443 [pool: worker/10239]"), whole.toString());
    }

    @Test
    void readsLsofOfMacOs() throws IOException {
        Snapshot snapshot = Tables.read("lsof-macos.txt");
        assertClean(snapshot);
        assertEquals(
                List.of(
                        "tcp :::22 - listen [launchd/1]",
                        "tcp 0.0.0.0:22 - listen [launchd/1]",
                        "udp 0.0.0.0:5353 - [mDNSRespo/312]",
                        "udp :::5353 - [mDNSRespo/312]",
                        "tcp 0.0.0.0:49152 - listen [rapportd/560]",
                        "tcp 10.20.0.8:50112 203.0.113.10:443 [Google/912]",
                        "tcp fe80::1c2b:3d4e:50131 fe80::7:2598 [Citrix/944]"),
                Tables.told(snapshot));
    }

    @Test
    void readsWindowsNetstat() throws IOException {
        Snapshot snapshot = Tables.read("netstat-ano.txt");
        assertEquals(0, snapshot.unread());
        assertEquals(1, snapshot.unrecognised());
        List<String> told = Tables.told(snapshot);
        assertEquals(19, told.size());
        assertEquals("tcp 0.0.0.0:135 - listen [null/1052]", told.get(0));
        assertTrue(told.contains("tcp 10.20.0.7:49733 203.0.113.10:443 []"), told.toString());
        assertTrue(told.contains("tcp fe80::1c2b:3d4e:5f60:7182:50100 fe80::1:445 [null/4]"), told.toString());
        assertTrue(told.contains("udp 0.0.0.0:500 - [null/3456]"), told.toString());
    }

    @Test
    void readsOwnersAndServicesOfWindowsNetstat() throws IOException {
        Snapshot snapshot = Tables.read("netstat-abno.txt");
        assertEquals(0, snapshot.unread());
        assertEquals(10, snapshot.sockets().size());
        OwningProcess system = snapshot.sockets().get(1).processes().get(0);
        assertEquals(new OwningProcess(4, null, null, null, null, List.of()), system);
        OwningProcess terminal = snapshot.sockets().get(2).processes().get(0);
        assertEquals(new OwningProcess(1304, "svchost.exe", null, null, null, List.of("TermService")), terminal);
        assertEquals(
                "udp 0.0.0.0:5353 - [firefox.exe/6120]", Tables.told(snapshot).get(9));
    }

    @Test
    void readsWindowsNetstatInOtherLanguages() throws IOException {
        List<String> german = Tables.told(Tables.read("netstat-ano-de.txt"));
        assertEquals("tcp 0.0.0.0:3389 - listen [null/1304]", german.get(1));
        assertEquals("tcp 10.20.0.7:49750 203.0.113.10:443 [null/6120]", german.get(4));
        List<String> french = Tables.told(Tables.read("netstat-ano-fr.txt"));
        assertEquals("tcp 0.0.0.0:3389 - listen [null/1304]", french.get(1));
        Snapshot owners = Tables.read("netstat-abno-de.txt");
        assertEquals(
                List.of("tcp 0.0.0.0:445 - listen [null/4]", "tcp 0.0.0.0:3389 - listen [svchost.exe/1304]"),
                Tables.told(owners));
        assertEquals(
                List.of("TermService"),
                owners.sockets().get(1).processes().get(0).services());
    }

    @Test
    void readsPowerShell() throws IOException {
        Snapshot tcp = Tables.read("powershell-tcp.csv");
        assertClean(tcp);
        assertEquals(
                List.of(
                        "tcp 0.0.0.0:49720 - [null/6120]",
                        "tcp 0.0.0.0:3389 - listen [null/1304]",
                        "tcp :::3389 - listen [null/1304]",
                        "tcp 10.20.0.7:49720 203.0.113.10:443 [null/6120]",
                        "tcp 10.20.0.7:49733 203.0.113.10:443 []",
                        "tcp fe80::1c2b:3d4e:5f60:7182:50100 fe80::1:445 [null/4]"),
                Tables.told(tcp));
        Snapshot udp = Tables.read("powershell-udp.csv");
        assertClean(udp);
        assertEquals(List.of("udp 0.0.0.0:500 - [null/3456]", "udp 0.0.0.0:5353 - [null/6120]"), Tables.told(udp));
    }

    @Test
    void readsPowerShellWithoutQuotesAndWithFewColumns() throws IOException {
        Snapshot snapshot = written("LocalPort,OwningProcess,LocalAddress,State,RemoteAddress,RemotePort\n"
                + "3389,1304,0.0.0.0,Listen,0.0.0.0,0\n49720,6120,10.20.0.7,Established,203.0.113.10,443\n");
        assertEquals(
                List.of("tcp 0.0.0.0:3389 - listen [null/1304]", "tcp 10.20.0.7:49720 203.0.113.10:443 [null/6120]"),
                Tables.told(snapshot));
    }

    @Test
    void joinsProcessesByPidOverFiles() throws IOException {
        List<Path> files = List.of(
                Tables.file("netstat-ano.txt"),
                Tables.file("tasklist-svc.csv"),
                Tables.file("tasklist.csv"),
                Tables.file("tasklist-v.csv"));
        List<Snapshot> snapshots = SocketFiles.read(files, Set.of(), null);
        assertEquals(4, snapshots.size());
        assertEquals(List.of(), snapshots.get(1).sockets());
        snapshots.subList(1, 4).forEach(SocketFilesTest::assertClean);
        OwningProcess terminal = snapshots.get(0).sockets().get(2).processes().get(0);
        assertEquals(
                new OwningProcess(
                        1304, "svchost.exe", "NT AUTHORITY\\NETWORK SERVICE", null, null, List.of("TermService")),
                terminal);
        OwningProcess firefox = snapshots.get(0).sockets().get(5).processes().get(0);
        assertEquals("EXAMPLE\\alice", firefox.user());
        assertEquals(List.of(), firefox.services());
    }

    @Test
    void readsGermanTasklists() throws IOException {
        List<Path> files = List.of(
                Tables.file("netstat-ano-de.txt"), Tables.file("tasklist-de.csv"), Tables.file("tasklist-svc-de.csv"));
        Snapshot snapshot = SocketFiles.read(files, Set.of(), null).get(0);
        OwningProcess terminal = snapshot.sockets().get(1).processes().get(0);
        assertEquals("svchost.exe", terminal.name());
        assertEquals(List.of("TermService"), terminal.services());
    }

    @Test
    void readsAMixtureAndCountsWhatItCannot() throws IOException {
        Snapshot snapshot = Tables.read("mixture.txt");
        assertEquals(
                List.of(
                        "tcp 0.0.0.0:3389 - listen [svchost.exe/1304]",
                        "tcp 10.20.0.7:49720 203.0.113.10:443 [firefox.exe/6120]",
                        "udp 0.0.0.0:500 - [null/3456]",
                        "tcp 0.0.0.0:22 - listen [sshd/812]",
                        "tcp 0.0.0.0:25 - listen [master/1500]",
                        "tcp 127.0.0.1:5432 - listen [postgres/1700]"),
                Tables.told(snapshot));
        assertEquals(1, snapshot.unread());
        assertEquals(8, snapshot.unrecognised());
    }

    @Test
    void readsEveryEncoding() throws IOException {
        String text = Files.readString(Tables.file("netstat-ano-de.txt"));
        List<String> expected = Tables.told(Tables.read("netstat-ano-de.txt"));
        List<byte[]> forms = List.of(
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_8),
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE),
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_16BE),
                text.getBytes(StandardCharsets.UTF_16LE),
                text.getBytes(Charset.forName("windows-1252")),
                text.replace("\r\n", "\r\r\n").getBytes(StandardCharsets.UTF_8));
        for (byte[] form : forms) {
            Path file = Files.write(folder.resolve("form.txt"), form);
            assertEquals(
                    expected,
                    Tables.told(SocketFiles.read(List.of(file), Set.of(), null).get(0)));
        }
    }

    @Test
    void namesAreFitToBePrinted() throws IOException {
        Snapshot snapshot = written("tcp LISTEN 0 5 0.0.0.0:1 0.0.0.0:* users:((\"a\u001b[31m\u202eb\",pid=9,fd=3))\n");
        assertEquals(
                "a\\x1b[31m\\u202eb",
                snapshot.sockets().get(0).processes().get(0).name());
    }

    @Test
    void theTimeIsTheCallersOrTheFiles() throws IOException {
        Path file = Files.copy(Tables.file("ss-tulnp.txt"), folder.resolve("ss.txt"));
        Instant modified = Instant.ofEpochSecond(1_700_000_000L);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        assertEquals(
                modified, SocketFiles.read(List.of(file), Set.of(), null).get(0).taken());
        assertEquals(
                Tables.BEGIN,
                SocketFiles.read(List.of(file), Set.of(), Tables.BEGIN).get(0).taken());
    }

    @Test
    void refusesAFileThatHoldsNothingKnown() {
        SocketFileException refused = assertThrows(SocketFileException.class, () -> written("hello\n\nworld\n"));
        assertTrue(refused.getMessage().endsWith("known are " + SocketFiles.FORMATS), refused.getMessage());
        assertTrue(
                refused.getMessage().startsWith(folder.resolve("saved.txt") + ": not the output of a known command"));
        assertThrows(SocketFileException.class, () -> written(""));
    }

    @Test
    void aTableWithoutASocketIsNoError() throws IOException {
        assertEquals(
                List.of(),
                written("Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port\n")
                        .sockets());
    }

    @Test
    void leavesOutLinesThatAreTooLong() throws IOException {
        String line = "tcp LISTEN 0 5 0.0.0.0:22 0.0.0.0:* users:((\"sshd\",pid=9,fd=3))";
        Snapshot snapshot = written(line + " ".repeat(1 << 16) + "\n" + line + "\n" + "x".repeat(1 << 17));
        assertEquals(1, snapshot.sockets().size());
        assertEquals(2, snapshot.unread());
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        Path file = Files.write(folder.resolve("large.txt"), new byte[(1 << 20) + 1]);
        try (SavedText text = SavedText.open(file, 1 << 20)) {
            SocketFileException refused = assertThrows(SocketFileException.class, () -> {
                while (text.next() != null) {}
            });
            assertTrue(refused.getMessage().endsWith("larger than 1 MiB; saved socket tables are smaller"));
        }
    }

    @Test
    void splitsRecordsOfCsv() {
        assertEquals(List.of("a", "b,c", "d\"e", "", "f"), CsvLine.fields("a,\"b,c\",\"d\"\"e\",,f"));
        assertEquals(List.of("", ""), CsvLine.fields(","));
        assertEquals(List.of(""), CsvLine.fields("\"\""));
        for (String wrong : List.of("\"a", "\"a\"b,c", "\"", ",".repeat(300))) {
            assertEquals(List.of(), CsvLine.fields(wrong), wrong);
        }
    }
}
