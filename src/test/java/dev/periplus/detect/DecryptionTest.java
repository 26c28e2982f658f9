package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Layer;
import dev.periplus.classify.ClassifierFixture;
import dev.periplus.classify.Conversation;
import dev.periplus.classify.Conversation.Turn;
import dev.periplus.classify.Layers;
import dev.periplus.classify.Verdicts;
import dev.periplus.classify.Weighing;
import dev.periplus.decode.Packet;
import dev.periplus.decrypt.KeyLogReader;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.decrypt.SecretStore.Outcome;
import dev.periplus.detect.Sealed.Suite;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What secrets open, from packets to the list of protocols, with all rules. */
class DecryptionTest {
    private static final RuleSet RULES = load();
    private static final byte[] REQUEST =
            ascii("GET /inner HTTP/1.1\r\nHost: inner.example\r\nUser-Agent: probe/1\r\n\r\n");
    private static final byte[] REPLY =
            ascii("HTTP/1.1 200 OK\r\nServer: inner/1\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok");
    private static final byte[] SSH_CLIENT = ascii("SSH-2.0-OpenSSH_9.2\r\n");
    private static final byte[] SSH_SERVER = ascii("SSH-2.0-OpenSSH_9.6\r\n");

    private final SecretStore logs = new SecretStore();
    private final SecretStore keys = new SecretStore(logs);
    private ClassifierFixture.Heard heard;

    private static RuleSet load() {
        try {
            return RuleFolder.read(
                    Path.of("rules"),
                    folder -> Knowledge.ruleLoader().add(folder).load());
        } catch (InvalidRulesException e) {
            throw new AssertionError(e.errors().toString(), e);
        }
    }

    private void read(String log) {
        byte[] bytes = ascii(log);
        new KeyLogReader(logs, "keys.log").read(bytes, 0, bytes.length);
    }

    /** Returns the protocols of the turns, the outermost first. */
    private List<String> protocols(int protocol, List<Turn> turns) {
        heard = new ClassifierFixture(RULES, keys).hear(new Conversation(protocol, turns), 40_000, 3251);
        Weighing weighing = new Weighing(RULES);
        List<Layer> inside = new Verdicts(weighing).inside(heard.flow(), heard.result());
        return new Layers(RULES, weighing)
                .protocols(
                        heard.flow(),
                        heard.verdict(),
                        heard.result().evidence(),
                        inside,
                        heard.result().metadata());
    }

    private List<String> opened(int protocol, SealedTalks talk) {
        read(talk.keyLog());
        return protocols(protocol, talk.turns);
    }

    private List<String> metadata(String group, String key) {
        return heard.result().metadata().values(group, key);
    }

    private List<String> says() {
        return heard.result().evidence().stream().map(Evidence::says).toList();
    }

    @ParameterizedTest
    @EnumSource(value = Suite.class, mode = EnumSource.Mode.MATCH_ANY, names = ".*_13")
    void http1InTls13IsInspected(Suite suite) {
        SealedTalks talk = new SealedTalks(suite, false, 1).open13("http/1.1");
        talk.data13(true, REQUEST).data13(false, REPLY);
        assertEquals(List.of("tls", "http"), opened(Packet.TCP, talk));
        assertEquals(List.of("/inner"), metadata("http", "uri"));
        assertEquals(List.of("opened"), metadata("tls", "decryption"));
        assertEquals(List.of("http/1.1"), metadata("tls", "alpn_chosen"));
        assertEquals(List.of("inner.example"), metadata("tls", "subject"));
        assertEquals(1, keys.flows(Outcome.OPENED));
    }

    @ParameterizedTest
    @EnumSource(value = Suite.class, mode = EnumSource.Mode.MATCH_NONE, names = ".*_13")
    void sshInTls12IsInspected(Suite suite) {
        for (boolean encryptThenMac : suite.isCbc() ? new boolean[] {false, true} : new boolean[1]) {
            SealedTalks talk = new SealedTalks(suite, encryptThenMac, 2).open12(encryptThenMac);
            talk.data12(false, SSH_SERVER).data12(true, SSH_CLIENT);
            assertEquals(List.of("tls", "ssh"), opened(Packet.TCP, talk));
            assertEquals(List.of("SSH-2.0-OpenSSH_9.2"), metadata("ssh", "client"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Suite.class, mode = EnumSource.Mode.MATCH_NONE, names = ".*_13")
    void dnsInDtlsIsInspected(Suite suite) {
        byte[] question = hex("beef 0100 0001 0000 0000 0000 03777777 05696e6e6572 00 0001 0001");
        byte[] answer = hex("beef 8180 0001 0001 0000 0000 03777777 05696e6e6572 00 0001 0001"
                + "c00c 0001 0001 0000003c 0004 0a000001");
        SealedTalks talk = new SealedTalks(suite, false, 3).openDatagrams();
        talk.message(true, question).message(false, answer);
        assertEquals(List.of("dtls", "dns"), opened(Packet.UDP, talk));
        assertEquals(List.of("www.inner"), metadata("dns", "query"));
        assertTrue(says().contains("record 1 of epoch 1 of the client opens with CLIENT_RANDOM of keys.log line 2")
                || says().contains("record 0 of epoch 1 of the client opens with CLIENT_RANDOM of keys.log line 2"));
    }

    @ParameterizedTest
    @EnumSource(value = Suite.class, mode = EnumSource.Mode.MATCH_ANY, names = ".*_13")
    void http3InQuicIsInspected(Suite suite) {
        for (boolean second : new boolean[] {false, true}) {
            SealedTalks talk = new SealedTalks(suite, false, 4).openQuic(second, "h3");
            byte[] fields = join(hex("0000 d1 d7 50 0d"), ascii("inner.example"), hex("51 06"), ascii("/inner"));
            talk.stream(true, 2, 0, hex("00 04 00"));
            talk.stream(true, 0, 0, join(hex("01"), new byte[] {(byte) fields.length}, fields));
            talk.stream(false, 0, 0, hex("01 03 0000 d9"));
            assertEquals(List.of("quic", "http3"), opened(Packet.UDP, talk), suite + " " + second);
            assertEquals(List.of("inner.example"), metadata("http3", "host"));
            assertEquals(List.of("200"), metadata("http3", "status"));
            assertEquals(List.of("h3"), metadata("quic", "alpn_chosen"));
            assertEquals(List.of("opened"), metadata("quic", "decryption"));
        }
    }

    @Test
    void aStreamOfQuicIsPutInOrder() {
        SealedTalks talk = new SealedTalks(Suite.AES_128_GCM_13, false, 5).openQuic(false, "ssh");
        talk.stream(false, 0, 10, Arrays.copyOfRange(SSH_SERVER, 10, SSH_SERVER.length));
        talk.stream(false, 0, 0, Arrays.copyOf(SSH_SERVER, 10));
        talk.updatesPacketKeys().stream(true, 0, 0, SSH_CLIENT);
        assertEquals(List.of("quic", "ssh"), opened(Packet.UDP, talk));
        assertEquals(List.of("SSH-2.0-OpenSSH_9.2"), metadata("ssh", "client"));
        assertEquals(List.of("SSH-2.0-OpenSSH_9.6"), metadata("ssh", "server"));
    }

    @Test
    void evidenceNamesSecretRecordAndPacket() {
        SealedTalks talk = new SealedTalks(Suite.AES_128_GCM_13, false, 6).open13("http/1.1");
        opened(Packet.TCP, talk.data13(true, REQUEST).data13(false, REPLY));
        Evidence client = heard.result().evidence().stream()
                .filter(piece -> piece.says().contains("CLIENT_TRAFFIC_SECRET_0"))
                .findFirst()
                .orElseThrow();
        assertEquals("record 4 of the client opens with CLIENT_TRAFFIC_SECRET_0 of keys.log line 4", client.says());
        assertEquals("tls-keys", client.rule());
        assertEquals(6, client.packet());
        assertEquals(0, client.offset());
        assertEquals(23, client.bytes()[0]);
        Evidence inner = heard.result().inside().evidence().get(0);
        assertEquals(6, inner.packet());
        assertEquals('G', inner.bytes()[0]);
    }

    @Test
    void keysMayChange() {
        SealedTalks talk = new SealedTalks(Suite.CHACHA_13, false, 7).open13("x");
        talk.data13(false, SSH_SERVER).updatesKeys().data13(true, SSH_CLIENT);
        assertEquals(List.of("tls", "ssh"), opened(Packet.TCP, talk));
        assertEquals(List.of("SSH-2.0-OpenSSH_9.2"), metadata("ssh", "client"));
    }

    @Test
    void tlsBehindACommandIsOpenedToo() {
        SealedTalks talk = new SealedTalks(Suite.AES_128_GCM_13, false, 8).open13("x");
        byte[] hello = ascii("EHLO a.example\r\n");
        talk.data13(true, hello).data13(false, ascii("250-mail.example\r\n250 AUTH PLAIN\r\n"));
        talk.data13(true, ascii("MAIL FROM:<a@a.example>\r\n")).data13(false, ascii("250 ok\r\n"));
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn(false, ascii("220 mail.example ESMTP\r\n")));
        turns.add(new Turn(true, hello));
        turns.add(new Turn(false, ascii("250-mail.example\r\n250 STARTTLS\r\n")));
        turns.add(new Turn(true, ascii("STARTTLS\r\n")));
        turns.add(new Turn(false, ascii("220 go ahead\r\n")));
        turns.addAll(talk.turns);
        read(talk.keyLog());
        assertEquals(List.of("smtp", "tls", "smtp"), protocols(Packet.TCP, turns));
    }

    @Test
    void longRecordsAreReadAsFarAsTheyAreThere() {
        byte[] reply = Arrays.copyOf(REPLY, 16_000);
        for (Suite suite : Suite.values()) {
            boolean is13 = suite.name().endsWith("_13");
            SealedTalks talk = new SealedTalks(suite, true, 20 + suite.ordinal());
            talk = is13
                    ? talk.open13("x").data13(true, REQUEST)
                    : talk.open12(true).data12(true, REQUEST);
            talk = is13 ? talk.data13(false, reply) : talk.data12(false, reply);
            assertEquals(List.of("tls", "http"), opened(Packet.TCP, talk), suite.name());
            assertEquals(List.of("200"), metadata("http", "status"), suite.name());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWrongSecretIsTold(boolean is13) {
        SealedTalks talk = talk(is13);
        String log = talk.keyLog();
        // The last digit of each secret is another one.
        read(log.replaceAll("0\n", "1\n").replaceAll("[2-9a-f]\n", "0\n"));
        assertEquals(List.of("tls"), protocols(Packet.TCP, talk.turns));
        assertEquals(List.of("wrong-secret"), metadata("tls", "decryption"));
        assertEquals(1, keys.flows(Outcome.WRONG_SECRET));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMissingSecretIsTold(boolean is13) {
        read(new SealedTalks(Suite.CHACHA, false, 99).open12(false).keyLog());
        assertEquals(List.of("tls"), protocols(Packet.TCP, talk(is13).turns));
        assertEquals(List.of("no-secret"), metadata("tls", "decryption"));
        assertEquals(1, keys.flows(Outcome.NO_SECRET));
    }

    private static SealedTalks talk(boolean is13) {
        SealedTalks talk = new SealedTalks(is13 ? Suite.AES_256_GCM_13 : Suite.AES_256_GCM, false, 10);
        return is13
                ? talk.open13("x").data13(true, REQUEST).data13(false, REPLY)
                : talk.open12(false).data12(true, REQUEST).data12(false, REPLY);
    }

    @Test
    void nothingIsSaidWithoutSecrets() {
        assertEquals(List.of("tls"), protocols(Packet.TCP, talk(true).turns));
        assertTrue(metadata("tls", "decryption").isEmpty());
        assertFalse(says().stream().anyMatch(text -> text.contains("opens with")));
    }

    @Test
    void aDamagedRecordIsNotRead() {
        SealedTalks talk = new SealedTalks(Suite.AES_128_GCM, false, 11).open12(false);
        talk.data12(true, REQUEST).damaged().data12(false, REPLY);
        assertEquals(List.of("tls", "http"), opened(Packet.TCP, talk));
        assertTrue(metadata("http", "method").isEmpty());
        assertEquals(List.of("200"), metadata("http", "status"));
    }

    @Test
    void secretsOfACaptureApplyToLaterPacketsOfItOnly() {
        SealedTalks talk = talk(true);
        byte[] log = ascii(talk.keyLog());
        new KeyLogReader(keys, "the capture", 1, 0).read(log, 0, log.length);
        assertEquals(List.of("tls"), protocols(Packet.TCP, talk.turns));
        keys.forget();
        new KeyLogReader(keys, "the capture", 0, 5).read(log, 0, log.length);
        assertEquals(List.of("tls"), protocols(Packet.TCP, talk.turns));
        keys.forget();
        new KeyLogReader(keys, "the capture", 0, 0).read(log, 0, log.length);
        assertEquals(List.of("tls", "http"), protocols(Packet.TCP, talk.turns));
    }
}
