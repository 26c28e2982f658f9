package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.report.ResultFilter.WrongFilterException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFilterTest {
    private final FlowRecord ssh = Records.tcp("10.1.4.23", "10.9.0.7", 3251)
            .label("ssh", 0.99)
            .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
            .metadata(Map.of("ssh", Map.of("software", List.of("OpenSSH_9.3", "dropbear"))))
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
                "ssh.software contains SSH_9",
                "ssh.software==dropbear",
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
                "ssh.software!=dropbear",
                "tls.sni",
                "label==tls or label==dns"
            })
    void doesNotFit(String condition) throws WrongFilterException {
        assertEquals(false, ResultFilter.parse(condition).test(ssh), condition);
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
                "label>3 | 7 | compares numbers only",
                "server.port==ssh | 14 | takes a number",
                "server.ip==home | 12 | takes an address",
                "server.ip==10.0.0.0/64 | 12 | takes an address",
                "label==ssh & port==22 | 12 | unexpected '&'",
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
