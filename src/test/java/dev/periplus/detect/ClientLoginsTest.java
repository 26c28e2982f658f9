package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Metadata;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.InspectionResult;
import dev.periplus.decode.Packet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientLoginsTest {
    private static final Secrets SHOWN = new Secrets(true);
    private static final String CLEAR_PASSWORD = "\0\0\0\1\u00fe" + "mysql_clear_password\0";
    private static final String MYSQL_RESPONSE =
            "\u003a\0\0\1\u0085\u00a6\3\0\0\0\0\1\u0021" + "\0".repeat(23) + "bob\0\0mysql_native_password\0";
    private static final String STARTUP = "\0\0\0\22\0\3\0\0user\0bob\0database\0x\0\0";
    private static final String STARTUP_WITHOUT_USER = "\0\0\0\22\0\3\0\0database\0x\0\0";
    private static final String START_OK =
            "\1\0\0\0\0\0\55\0\12\0\13\0\0\0\0\5PLAIN\0\0\0\13\0bob\0Winter\5en_US\u00ce";
    private static final String SASL_INIT =
            "\0\0\0\43\2\1\0\0\0\u0053\u0041\u00c0\25\2\u00a3\5PLAIN\u00a0\13\0bob\0Winter";

    private static AnnouncerFixture flow(Announcer announcer) {
        return new AnnouncerFixture(announcer, Packet.TCP, 4000);
    }

    private static List<String> sent(Announcer announcer, String... client) {
        AnnouncerFixture flow = flow(announcer);
        for (String segment : client) {
            flow.words(CLIENT, segment);
        }
        return flow.values("credentials", "sent");
    }

    @Test
    void mqttConnectTellsUserAndPasswordOfEachVersion() {
        List<String> told = List.of("MQTT CONNECT: user bob, password Winter");
        assertEquals(told, sent(new MqttLogins(SHOWN), "\20\36\0\4MQTT\4\u00c2\0\74\0\1a\0\3bob\0\6Winter"));
        assertEquals(told, sent(new MqttLogins(SHOWN), "\20\40\0\6MQIsdp\3\u00c2\0\74\0\1a\0\3bob\0\6Winter"));
        String five = "\20\46\0\4MQTT\5\u00c6\0\74\0\0\1a\0\0\1t\0\1w\0\3bob\0\6Winter";
        assertEquals(told, sent(new MqttLogins(SHOWN), five));
        assertEquals(List.of(), sent(new MqttLogins(SHOWN), "\20\15\0\4MQTT\4\2\0\74\0\1a"));
        assertEquals(List.of(), sent(new MqttLogins(SHOWN), "\20\36\0\4MQTT\4\u00c2\0\74\0\1a\0\3bob\0\6Win"));
        assertEquals(List.of(), sent(new MqttLogins(SHOWN), "\60\36\0\4MQTT\4\u00c2\0\74\0\1a\0\3bob\0\6Winter"));
    }

    @Test
    void xmppTellsSaslPlainButNothingBehindStartTls() {
        String plain = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGJvYgBXaW50ZXIyMDI2</auth>";
        List<String> told = List.of("XMPP SASL PLAIN: user bob, password Winter2026");
        assertEquals(told, sent(new XmppLogins(SHOWN), "<stream:stream to='a'>", plain));
        assertEquals(told, sent(new XmppLogins(SHOWN), plain.replace('\'', '"')));
        assertEquals(List.of(), sent(new XmppLogins(SHOWN), "<starttls xmlns='x'/>", plain));
        assertEquals(List.of(), sent(new XmppLogins(SHOWN), plain.replace("PLAIN", "SCRAM-SHA-1")));
        String old = "<iq type='set'><query xmlns='jabber:iq:auth'><username>bob</username><password>Winter</password>";
        assertEquals(List.of("XMPP: user bob, password Winter"), sent(new XmppLogins(SHOWN), old));
        assertEquals(List.of(), sent(new XmppLogins(SHOWN), old.replace("password", "digest")));
    }

    @Test
    void amqpTellsSaslPlainOfBothVersions() {
        List<String> told = List.of("AMQP PLAIN: user bob, password Winter");
        assertEquals(told, sent(new AmqpLogins(SHOWN), "AMQP\0\0\11\1", START_OK));
        assertEquals(told, sent(new AmqpLogins(SHOWN), "AMQP\3\1\0\0" + SASL_INIT));
        assertEquals(List.of(), sent(new AmqpLogins(SHOWN), START_OK.replace("PLAIN", "CRAM5")));
        assertEquals(List.of(), sent(new AmqpLogins(SHOWN), SASL_INIT.replace("PLAIN", "SCRAM")));
    }

    @Test
    void postgresqlTellsOnlyPasswordsThatTheServerAskedForInTheClear() {
        AnnouncerFixture clear = flow(new PostgresqlLogins(SHOWN));
        clear.words(CLIENT, STARTUP);
        clear.words(SERVER, "R\0\0\0\10\0\0\0\3");
        clear.words(CLIENT, "p\0\0\0\13Winter\0");
        assertEquals(List.of("PostgreSQL: user bob, password Winter"), clear.values("credentials", "sent"));
        AnnouncerFixture hashed = flow(new PostgresqlLogins(SHOWN));
        hashed.words(CLIENT, STARTUP_WITHOUT_USER);
        hashed.words(SERVER, "R\0\0\0\14\0\0\0\5abcd");
        hashed.words(CLIENT, "p\0\0\0\50md5d41d8cd98f00b204e9800998ecf8427e\0");
        assertEquals(List.of(), hashed.values("credentials", "sent"));
    }

    @Test
    void mysqlTellsOnlyPasswordsThatTheServerAskedForInTheClear() {
        AnnouncerFixture clear = flow(new MysqlLogins(SHOWN));
        clear.words(CLIENT, MYSQL_RESPONSE);
        clear.words(SERVER, CLEAR_PASSWORD);
        clear.words(CLIENT, "\7\0\0\3Winter\0");
        clear.words(CLIENT, "\11\0\0\0\3SELECT 1");
        assertEquals(List.of("MySQL: user bob, password Winter"), clear.values("credentials", "sent"));
        AnnouncerFixture hashed = flow(new MysqlLogins(SHOWN));
        hashed.words(CLIENT, MYSQL_RESPONSE);
        hashed.words(SERVER, "\0\0\0\2\u00fe" + "mysql_native_password\0");
        hashed.words(CLIENT, "\24\0\0\3abcdefghijklmnopqrst");
        assertEquals(List.of(), hashed.values("credentials", "sent"));
    }

    @Test
    void headersOfOtherProtocolsTellBasicCredentials() {
        String basic = "Authorization: Basic YWRtaW46aHVudGVyMg==\r\n\r\n";
        assertEquals(
                List.of("RTSP Basic: user admin, password hunter2"),
                sent(new RtspAnnouncer(SHOWN), "DESCRIBE rtsp://a/b RTSP/1.0\r\nCSeq: 2\r\n" + basic));
        assertEquals(
                List.of("SIP Basic to a proxy: user admin, password hunter2"),
                sent(new SdpAnnouncer(SHOWN), "REGISTER sip:a SIP/2.0\r\nProxy-" + basic));
        assertEquals(
                List.of(),
                sent(new RtspAnnouncer(SHOWN), "DESCRIBE a RTSP/1.0\r\nAuthorization: Digest username=\"a\"\r\n\r\n"));
    }

    @Test
    void ircOperatorsAndNewsReadersAreRead() {
        assertEquals(
                List.of("IRC: password s3", "IRC OPER: user bob, password Win ter"),
                lines("irc", "PASS s3\r\nNICK bob\r\n", "OPER bob Win ter\r\n"));
        assertEquals(
                List.of("IRC AUTH PLAIN: user bob, password Winter2026"),
                lines("irc", "AUTHENTICATE PLAIN\r\n", "AUTHENTICATE AGJvYgBXaW50ZXIyMDI2\r\n"));
        assertEquals(
                List.of("NNTP: user bob, password Winter"),
                lines("nntp", "AUTHINFO USER bob\r\n", "AUTHINFO PASS Winter\r\n"));
        assertEquals(
                List.of("NNTP AUTH PLAIN: user bob, password Winter2026"),
                lines("nntp", "AUTHINFO SASL PLAIN AGJvYgBXaW50ZXIyMDI2\r\n"));
    }

    private static List<String> lines(String label, String... client) {
        AnnouncerFixture flow = flow(new LineLogins(SHOWN));
        flow.flow.inspection(new InspectionResult(List.of(), label, Metadata.NONE, false, false, null, null));
        for (String segment : client) {
            flow.words(CLIENT, segment);
        }
        return flow.values("credentials", "sent");
    }

    @Test
    void noBytesMakeItThrow() {
        long seed = AnnouncerFixture.seed();
        String[] talk = {START_OK, SASL_INIT, STARTUP, "R\0\0\0\10\0\0\0\3", "p\0\0\0\13W\0", MYSQL_RESPONSE};
        byte[][] conversation = new byte[talk.length][];
        for (int i = 0; i < talk.length; i++) {
            conversation[i] = talk[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        for (Announcer announcer : List.of(
                new MqttLogins(SHOWN),
                new XmppLogins(SHOWN),
                new AmqpLogins(SHOWN),
                new PostgresqlLogins(SHOWN),
                new MysqlLogins(SHOWN))) {
            AnnouncerFixture.changed(announcer, Packet.TCP, conversation, seed);
        }
    }
}
