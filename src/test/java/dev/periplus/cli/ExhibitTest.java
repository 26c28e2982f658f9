package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What proves a label, packed for others to verify. */
class ExhibitTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";

    @TempDir
    Path folder;

    private Path archive;

    @BeforeEach
    void name() {
        archive = folder.resolve("case.zip");
    }

    private Run exhibit(String... more) {
        List<String> words = new ArrayList<>(List.of("exhibit", "1", "-w", archive.toString(), SSH));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    private Run verify(String... more) {
        List<String> words = new ArrayList<>(List.of("verify", archive.toString()));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    private byte[] entry(String name) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            return Files.readAllBytes(zip.getPath(name));
        }
    }

    @Test
    void aboutNamesTheClausesThatTheRulesOfTheLabelRestOn() throws IOException {
        exhibit();
        String about = new String(entry("about.txt"), StandardCharsets.UTF_8);
        assertTrue(about.contains("clause for ssh: RFC 4253 section 4.2\n"), about);
    }

    private void replace(String name, byte[] bytes) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            Files.write(zip.getPath(name), bytes);
        }
    }

    private static Path pem(Path file, String kind, byte[] key) {
        String text = "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(key) + "\n-----END "
                + kind + "-----\n";
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSmallestCaptureStillGivesTheLabelAndIsConfirmedElsewhere() throws IOException {
        Map<String, Object> whole = Run.of(SSH, "-o", "json").records().get(0);
        Run made = exhibit();
        assertEquals(Exit.DONE, made.status(), made.err());
        Run confirmed = verify();
        assertEquals(Exit.DONE, confirmed.status(), confirmed.out() + confirmed.err());
        assertTrue(confirmed.out().contains(" 0 failed"), confirmed.out());
        Path capture = Files.write(folder.resolve("small.pcapng"), entry("exhibit.pcapng"));
        Map<String, Object> small =
                Run.of(capture.toString(), "-o", "json").records().get(0);
        assertEquals(whole.get("label"), small.get("label"));
        assertTrue(packets(small) < packets(whole), small + " of " + whole);
    }

    private static int packets(Map<String, Object> record) {
        return ((Number) Run.object(record, "client").get("packets")).intValue()
                + ((Number) Run.object(record, "server").get("packets")).intValue();
    }

    @Test
    void whatWasChangedIsFound() throws IOException {
        exhibit();
        byte[] capture = entry("exhibit.pcapng");
        capture[capture.length - 20] ^= 1;
        replace("exhibit.pcapng", capture);
        replace("../evil", "x".getBytes(StandardCharsets.UTF_8));
        Run run = verify();
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.out().contains("exhibit.pcapng: the file has changed (different SHA-256)"), run.out());
        assertTrue(run.out().contains("not in manifest.sha256"), run.out());
    }

    @Test
    void aSignatureTellsWhoMadeIt() throws IOException, GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair others = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path own = pem(folder.resolve("own"), "PRIVATE KEY", keys.getPrivate().getEncoded());
        Path known = pem(folder.resolve("known"), "PUBLIC KEY", keys.getPublic().getEncoded());
        Path other =
                pem(folder.resolve("other"), "PUBLIC KEY", others.getPublic().getEncoded());
        exhibit("--sign", own.toString());
        assertEquals(Exit.DONE, verify("--signer", known.toString()).status());
        Run by = verify("--signer", other.toString());
        assertEquals(Exit.UNREADABLE, by.status());
        assertTrue(by.out().contains("not signed with the key"), by.out());
        exhibit();
        assertTrue(verify("--signer", known.toString()).out().contains("not signed; expected"));
    }

    @Test
    void aTimeStampIsOfTheManifestOrOfSomethingElse() throws IOException, GeneralSecurityException {
        exhibit();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(entry("manifest.sha256"));
        byte[] token = new byte[80];
        byte[] imprint = {
            0x06, 0x09, 0x60, (byte) 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20
        };
        System.arraycopy(imprint, 0, token, 7, imprint.length);
        System.arraycopy(hash, 0, token, 7 + imprint.length, hash.length);
        Path stamp = Files.write(folder.resolve("a.tsr"), token);
        assertEquals(Exit.DONE, verify("--stamp", stamp.toString()).status());
        token[40] ^= 1;
        Files.write(stamp, token);
        assertTrue(verify("--stamp", stamp.toString()).out().contains("a time stamp of something else"));
    }

    @Test
    void archivesOfOthersAreRefused() throws IOException {
        Files.writeString(archive, "no archive");
        assertEquals(Exit.UNREADABLE, verify().status());
        assertEquals(
                Exit.USAGE,
                Run.of("verify", "--stamp", "x", folder.resolve("r.json").toString())
                        .status());
    }

    private Map<String, Object> finding(Path capture, String rule) {
        Path state = folder.resolve("state");
        return Run.of("review", "-q", "--state", state.toString(), "-o", "json", capture.toString()).lines().stream()
                .filter(line -> line.containsKey("finding"))
                .map(line -> Run.object(line, "finding"))
                .filter(finding -> rule.equals(finding.get("id")))
                .findFirst()
                .orElseThrow();
    }

    private Run exhibitFinding(String id, Path capture) {
        return Run.of("exhibit", id, "-w", archive.toString(), capture.toString());
    }

    @Test
    void aFindingIsPackedWithTheFewestPacketsThatGiveIt() throws IOException {
        Path capture = Path.of(SSH);
        String id = String.valueOf(finding(capture, "remote-access-elsewhere").get("uid"));
        assertTrue(Run.of("review", "--state", folder.resolve("s").toString(), SSH)
                .out()
                .contains("finding " + id));
        Run made = exhibitFinding(id, capture);
        assertEquals(Exit.DONE, made.status(), made.err());
        assertEquals("1 packet of finding " + id + " in " + archive + "\n", made.out());
        assertTrue(verify().out().contains(" 0 failed"));
        String about = new String(entry("about.txt"), StandardCharsets.UTF_8);
        assertTrue(about.contains("yields the finding by itself: yes\n"), about);
        assertTrue(about.contains("severity: high\n"), about);
        assertTrue(new String(entry("finding.json"), StandardCharsets.UTF_8).contains(id));
    }

    @Test
    void aFindingThatNeedsMoreThanTheLabelKeepsItsFlowsWhole() throws IOException {
        Path capture = folder.resolve("ftp.pcap");
        TcpCapture ftp = new TcpCapture().open(21);
        for (String[] turn :
                new String[][] {{"220 (vsFTPd 3.0.3)", "USER bob"}, {"331 Please specify the password.", "PASS hunter2"}
                }) {
            ftp.answers((turn[0] + "\r\n").getBytes(StandardCharsets.US_ASCII));
            ftp.asks((turn[1] + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        ftp.answers("230 Login successful.\r\n".getBytes(StandardCharsets.US_ASCII));
        ftp.write(capture);
        Map<String, Object> finding = finding(capture, "cleartext-credentials");
        Run made = exhibitFinding(String.valueOf(finding.get("uid")), capture);
        assertEquals(Exit.DONE, made.status(), made.err());
        Path packed = Files.write(folder.resolve("packed.pcapng"), entry("exhibit.pcapng"));
        assertEquals(
                finding.get("title"), finding(packed, "cleartext-credentials").get("title"));
        assertTrue(verify().out().contains(" 0 failed"));
    }

    @Test
    void aFindingThatIsNotThereIsAnError() {
        Run made = exhibitFinding("F0123456789a", Path.of(SSH));
        assertEquals(Exit.USAGE, made.status());
        assertTrue(made.err().contains("no finding F0123456789a in " + SSH), made.err());
    }

    @Test
    void otherProgramsAreAskedOnlyIfTheUserSaysSo() throws IOException {
        exhibit();
        assertTrue(!new String(entry("manifest.sha256"), StandardCharsets.UTF_8).contains("others.txt"));
        exhibit("--others");
        assertTrue(new String(entry("others.txt"), StandardCharsets.UTF_8).contains("== ndpiReader"));
        assertTrue(verify().out().contains(" 0 failed"));
    }
}
