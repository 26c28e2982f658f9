package dev.periplus.report.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.report.Records;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReportTest {
    @Test
    void everyLineHasAsManyFieldsAsTheHeader() {
        String text = written(Records.udp("10.0.0.1", "10.0.0.2", 3248)
                .number(7)
                .registered("procos-lm", "PROCOS LM", Standing.REGISTERED_ONLY)
                .users(Records.FRAMEHAWK)
                .made());
        assertTrue(text.endsWith("\r\n"), "ends with CRLF");
        List<String> lines = Arrays.asList(text.split("\r\n"));
        assertEquals(2, lines.size());
        List<String> header = Arrays.asList(lines.get(0).split(",", -1));
        List<String> fields = Arrays.asList(lines.get(1).split(",", -1));
        assertEquals(header.size(), fields.size());
        assertEquals("case/a.pcapng", fields.get(header.indexOf("capture")));
        assertEquals("7", fields.get(header.indexOf("flow")));
        assertEquals("3248", fields.get(header.indexOf("server_port")));
        assertEquals("1.5", fields.get(header.indexOf("duration")));
        assertEquals("2000", fields.get(header.indexOf("server_payload_bytes")));
        assertEquals("", fields.get(header.indexOf("label")));
        assertEquals("no-rule-matched", fields.get(header.indexOf("unknown_because")));
        assertEquals("PROCOS LM", fields.get(header.indexOf("registered_description")));
        assertEquals("framehawk", fields.get(header.indexOf("known_users")));
        assertEquals("registered-only", fields.get(header.indexOf("standing")));
    }

    @Test
    void quotesAndSeparatorsAreQuotedAndLineEndsWrittenOut() {
        String line =
                line(Records.tcp("10.0.0.1", "10.0.0.2", 80).in("a,\"b\"\r\nc").made());
        assertTrue(line.startsWith("\"a,\"\"b\"\"\\x0d\\x0ac\",1,C"), line);
        String other = line(Records.tcp("10.0.0.1", "10.0.0.2", 80).in("a;=1+1").made());
        assertTrue(other.startsWith("\"a;=1+1\",1,C"), other);
    }

    @Test
    void formulasAreDefused() {
        for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", " =1", "\uff1d1")) {
            String line =
                    line(Records.tcp("10.0.0.1", "10.0.0.2", 80).in(formula).made());
            assertTrue(line.startsWith("'" + formula + ",1,C"), line);
        }
        String quoted = line(Records.tcp("10.0.0.1", "10.0.0.2", 80).in("=A1,2").made());
        assertTrue(quoted.startsWith("\"'=A1,2\",1,C"), quoted);
        String tab = line(Records.tcp("10.0.0.1", "10.0.0.2", 80).in("\t=1").made());
        assertTrue(tab.startsWith("\\x09=1,1,C"), tab);
    }

    /** Readers that use column positions rely on it: new columns come last. */
    @Test
    void columnsKeepTheirPlaces() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CsvReport(out).finish(Records.run());
        assertEquals(
                "capture,flow,uid,community_id,transport,vlan,tunnel,client_ip,client_port,server_ip,server_port,"
                        + "direction,start,end,duration,ended,client_packets,server_packets,client_bytes,server_bytes,"
                        + "client_payload_bytes,server_payload_bytes,label,protocol,application,protocols,incomplete,"
                        + "basis,confidence,unknown_because,registered_name,registered_description,registered_date,"
                        + "known_users,standing,scan_targets,client_process,server_process,client_mac,server_mac\r\n",
                out.toString(UTF_8));
    }

    @Test
    void severalValuesShareACell() {
        String line = line(Records.full());
        assertTrue(line.contains(",udp,200 30,gre vxlan,10.1.4.23,40000,"), line);
        assertTrue(line.contains(",dtls framehawk,midstream cut-short,"), line);
        assertTrue(line.contains(",sysscanner,\"Sys, Scanner\",2001-02,framehawk any-media,"), line);
        assertTrue(
                line.contains(",\"wfica (pid 7, me), exact\",\"nsppe (pid 812, root), wfica (pid 7, me), ambiguous\""),
                line);
    }

    private static String line(FlowRecord record) {
        return written(record).split("\r\n", 2)[1];
    }

    private static String written(FlowRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvReport report = new CsvReport(out);
        report.flow(record);
        report.finish(Records.run());
        return out.toString(UTF_8);
    }
}
