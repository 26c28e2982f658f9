package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hours at which a host does not work otherwise, and HTTP that is held open. */
class HabitsTest {
    private static final String CLIENT = "10.0.0.1";
    private static final String OUTSIDE = "203.0.113.7";
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3600 * SECOND;

    private final RuleSet protocols = new RuleLoader().packaged().load();

    @TempDir
    Path folder;

    private List<String> words(List<FlowRecord> records) throws InvalidRulesException {
        CaseFindings findings = new CaseFindings(protocols, null, folder, LocalDate.of(2026, 1, 1));
        records.forEach(findings::flow);
        return findings.findings().stream()
                .map(finding -> finding.severity().word() + " " + finding.title())
                .toList();
    }

    private static FlowRecord at(int day, int hour, String server) {
        Packet first = FlowFixture.first(Packet.TCP, CLIENT, 40000, server, 443);
        long midnight = Math.floorDiv(first.time, 24 * HOUR) * 24 * HOUR;
        first.time = midnight + (24L * day + hour) * HOUR + 60 * SECOND;
        return Records.of(Records.talk(first))
                .label("tls", 0.99)
                .registered("https", "HTTPS", Standing.AS_REGISTERED)
                .metadata(Map.of("tls", Map.of("sni", List.of("a.test"))))
                .made();
    }

    private static List<FlowRecord> days(int days, int from, int to) {
        List<FlowRecord> records = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            for (int hour = from; hour < to; hour++) {
                records.add(at(day, hour, "203.0.113." + (20 + day * 7 + hour)));
            }
        }
        return records;
    }

    private List<String> withNight(List<FlowRecord> days) throws InvalidRulesException {
        List<FlowRecord> all = new ArrayList<>(days);
        all.add(at(3, 3, OUTSIDE));
        return words(all);
    }

    @Test
    void anHourThatIsNotTheHostsOwnIsTold() throws InvalidRulesException {
        assertEquals(
                List.of("low Connections at hours that are not its own: 10.0.0.1, 1 hour"), withNight(days(6, 8, 17)));
        assertEquals(List.of(), words(days(6, 8, 17)));
        assertEquals(List.of(), withNight(days(5, 8, 17)), "too few days");
        assertEquals(List.of(), withNight(days(6, 4, 17)), "next to an hour of its own");
        assertEquals(List.of(), withNight(days(6, 6, 23)), "it has no hours at which it rests");
    }

    private static FlowRecord held(String label, int beats, long otherPause) {
        FlowFixture flow = FlowFixture.begin(FlowFixture.first(Packet.TCP, CLIENT, 40000, OUTSIDE, 80))
                .observed();
        for (int beat = 0; beat < beats; beat++) {
            flow.sends(0, 1, 60).sends(1, 1, 30).after((beat % 2 == 0 ? 30 : otherPause) * SECOND);
        }
        return Records.of(flow.sends(0, 1, 60).flow())
                .label(label, 0.99)
                .registered("http", "World Wide Web HTTP", Standing.AS_REGISTERED)
                .made();
    }

    @Test
    void httpThatIsHeldOpenAtRegularIntervalsIsTold() throws InvalidRulesException {
        assertEquals(
                List.of("low HTTP held open: 10.0.0.1 to 203.0.113.7:80/tcp within one flow, every 30.0 s"),
                words(List.of(held("http", 24, 30))));
        assertEquals(List.of(), words(List.of(held("http", 12, 30))), "too few");
        assertEquals(List.of(), words(List.of(held("http", 24, 50))), "not regular");
        assertEquals(List.of(), words(List.of(held("tls", 24, 30))));
    }
}
