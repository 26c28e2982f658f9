package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFilterTest {
    private final FlowRecord ssh = Records.tcp("10.1.4.23", "10.9.0.7", 3251)
            .label("ssh", 0.99)
            .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
            .metadata(Map.of("ssh", Map.of("server", List.of("OpenSSH_9.3", "dropbear"))))
            .made();

    private final FlowRecord unknown =
            Records.udp("2001:db8::1", "2001:db8::2", 9999).made();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "label==ssh and server.port!=22 and standing==not-as-registered",
                "LABEL == SSH",
                "label in {tls, ssh}",
                "not label==tls",
                "(label==tls or label==ssh) and confidence>=0.9",
                "server.ip==10.9.0.0/16 and client.ip==10.1.4.23",
                "ip==10.9.0.7",
                "port==3251 and transport==tcp",
                "bytes > 2000 and packets <= 7 and duration < 2",
                "ssh.server contains SSH_9",
                "ssh.server==dropbear",
                "registered",
                "not unknown_because and not process",
                "label==\"ssh\"",
                "ended!=active"
            })
    void fits(String condition) throws WrongFilterException {
        assertTrue(ResultFilter.parse(condition).test(ssh), condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "label==ssh and server.port==22",
                "label!=ssh",
                "not label",
                "server.ip==10.8.0.0/16",
                "server.ip!=10.9.0.7",
                "ssh.server!=dropbear",
                "tls.sni",
                "label==tls or label==dns"
            })
    void doesNotFit(String condition) throws WrongFilterException {
        assertEquals(false, ResultFilter.parse(condition).test(ssh), condition);
    }

    private static final FilterVocabulary WORDS = new FilterVocabulary(
            new TreeSet<>(List.of("ssh", "tls", "dns", "kerberos")),
            new TreeSet<>(List.of("anydesk")),
            ZoneId.of("America/New_York"));

    /** The flow begins at 2017-06-20 06:00:03 UTC and lasts a second. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh",
                "SSH && ip.addr == 10.1.4.23",
                "ssh and not dns",
                "!dns && !(tls || udp)",
                "tcp && ip && !ipv6",
                "eth && frame",
                "ip.src == 10.1.4.0/24 && ip.dst == 10.9.0.7",
                "tcp.port == 3251 && tcp.dstport eq 3251",
                "tcp.srcport != 22",
                "tcp.port in {22, 3000..4000}",
                "tcp.port in {22 3251}",
                "id.orig_h == 10.1.4.23 and id.resp_p == 3251 and service == ssh",
                "src_ip == 10.1.4.23 and dest_port == 3251",
                "label == ssh && application != anydesk"
            })
    void conditionsOfOtherToolsFit(String condition) throws WrongFilterException {
        assertTrue(ResultFilter.parse(condition, WORDS).test(ssh), condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp.port == 3251",
                "udp.port != 53",
                "ip.src == 10.9.0.7",
                "ipv6",
                "udp",
                "dns",
                "anydesk",
                "vlan.id == 1",
                "vlan",
                "tcp.dstport in {1..3250, 3252..65535}"
            })
    void conditionsOfOtherToolsThatDoNotFit(String condition) throws WrongFilterException {
        assertEquals(false, ResultFilter.parse(condition, WORDS).test(ssh), condition);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "label==sssh | 8 | no label is named 'sssh'; did you mean ssh?",
                "label==anydesk | 8 | did you mean application==anydesk?",
                "application in {anydesk, ssh} | 26 | did you mean label==ssh?",
                "transport==ssh | 12 | no transport is named 'ssh'; did you mean label==ssh?",
                "protocols!=krb5 | 12 | did you mean kerberos?",
                "sssh | 1 | unknown field or protocol 'sssh'; did you mean ssh?",
                "ssh == 22 | 1 | 'ssh' is a protocol, not a field; write it alone",
            })
    void namesThatNoRuleKnowsAreRefused(String condition, int column, String what) {
        WrongFilterException wrong =
                assertThrows(WrongFilterException.class, () -> ResultFilter.parse(condition, WORDS));
        assertEquals(column, wrong.column(), wrong.getMessage());
        assertTrue(wrong.getMessage().contains(what), wrong.getMessage());
    }

    @Test
    void sourceAndDestinationAreExplained() throws WrongFilterException {
        assertTrue(String.valueOf(ResultFilter.parse("ip.src==10.0.0.1").hint()).contains("client and server"));
        assertTrue(
                String.valueOf(ResultFilter.parse("eth.addr==00:11:22:33:44:55").hint())
                        .contains("ether host"));
        assertEquals(null, ResultFilter.parse("ip.addr==10.0.0.1").hint());
    }

    @Test
    void addressesOfBothFamilies() throws WrongFilterException {
        assertTrue(ResultFilter.parse("server.ip==2001:db8::/32 and unknown_because==no-rule-matched")
                .test(unknown));
        assertEquals(false, ResultFilter.parse("ip==0.0.0.0/0").test(unknown));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lable==ssh | 1 | unknown field",
                "label==ssh and | 15 | expected a field",
                "label== | 8 | expected a value",
                "label==ssh port==22 | 12 | expected 'and' or 'or' before",
                "(label==ssh | 12 | expected ')'",
                "label==\"ssh | 8 | missing closing quote",
                "label>3 | 7 | compares numbers, times and durations only",
                "server.port==ssh | 14 | takes a number",
                "server.ip==home | 12 | takes an address",
                "server.ip==10.0.0.0/64 | 12 | takes an address",
                "label==ssh & port==22 | 12 | unexpected '&'; use && or and",
                "start>=yesterday | 8 | takes a time such as",
                "start>=2026-13-01 | 8 | takes a time such as",
                "duration>5x | 10 | takes a duration such as",
                "tcp.port in {80..} | 14 | takes a number",
                "eth.addr==station | 11 | takes an address",
                "ip.adr==10.0.0.1 | 1 | unknown field 'ip.adr'; did you mean ip.addr",
                "tls.snii | 1 | did you mean tls.sni",
                "http.cookies==a | 1 | there are http.connect",
                "standing==as-registred | 11 | did you mean as-registered",
                "basis==guess | 8 | it can be payload, behaviour",
                "transport==tpc | 12 | did you mean tcp",
                "label=ssh | 6 | unexpected '='; use ==",
                "label in {ssh | 14 | expected '}'",
            })
    void whatIsWrongIsSaidWithItsColumn(String condition, int column, String what) {
        WrongFilterException wrong = assertThrows(WrongFilterException.class, () -> ResultFilter.parse(condition));
        assertEquals(column, wrong.column(), wrong.getMessage());
        assertTrue(wrong.getMessage().contains(what), wrong.getMessage());
        assertEquals(List.of("  " + condition, " ".repeat(column + 1) + "^"), wrong.shown());
    }

    @Test
    void noTextDoesHarm() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> parts = List.of(
                "label",
                "==",
                "!=",
                "ssh",
                "and",
                "or",
                "not",
                "(",
                ")",
                "{",
                "}",
                "in",
                ",",
                "\"",
                "ip",
                "10.0.0.0/8",
                "::",
                "9",
                "<",
                "contains",
                "\u001b",
                "tls.sni",
                ".",
                "/",
                "port",
                "999999999999999999999");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int words = random.nextInt(12); words > 0; words--) {
                text.append(parts.get(random.nextInt(parts.size()))).append(random.nextBoolean() ? " " : "");
            }
            assertDoesNotThrow(
                    () -> {
                        try {
                            ResultFilter.parse(text.toString()).test(ssh);
                        } catch (WrongFilterException e) {
                            assertTrue(e.column() >= 1 && e.column() <= text.length() + 1);
                        }
                    },
                    () -> "seed " + seed + ": " + text);
        }
        assertThrows(WrongFilterException.class, () -> ResultFilter.parse("(".repeat(100_000)));
        assertThrows(WrongFilterException.class, () -> ResultFilter.parse("not ".repeat(100_000) + "label"));
    }
}
