package dev.periplus.report.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.Difference;
import dev.periplus.answer.Difference.Change;
import dev.periplus.answer.Difference.Fingerprint;
import dev.periplus.answer.Difference.Seen;
import dev.periplus.answer.Difference.Subject;
import dev.periplus.answer.Differences;
import dev.periplus.answer.Standing;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import dev.periplus.report.json.DiffJson;
import dev.periplus.text.Printable;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiffReportTest {
    private static final Seen SEEN =
            new Seen(3, 2, 2, 4200, 1_500_000_000_000_000_000L, 1_500_000_061_000_000_000L, 0.99);

    private static Endpoint endpoint(String address, int port, int protocol) {
        return new Endpoint(Objects.requireNonNull(Address.parse(address)), port, protocol);
    }

    private static Difference service(Change change, Endpoint place, String... labels) {
        List<String> all = List.of(labels);
        return new Difference(
                change,
                Subject.SERVICE,
                place,
                null,
                "",
                change == Change.NEW ? List.of() : all,
                change == Change.GONE ? List.of() : all,
                change == Change.NEW ? null : SEEN,
                change == Change.GONE ? null : SEEN,
                Standing.NOT_AS_REGISTERED,
                "sysscanner",
                List.of());
    }

    private static Differences of(Counters inventory, List<Difference> found) {
        Differences.Side side = new Differences.Side("case", Records.run(), inventory);
        return new Differences(side, side, found, 1_000_000);
    }

    private static String text(Differences differences, boolean all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DiffText(out, TextOptions.of(100).with(false, all)).write(differences);
        return out.toString(UTF_8);
    }

    private static String json(Differences differences) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DiffJson(out).write(differences);
        return out.toString(UTF_8);
    }

    private static Differences saying(String text) {
        Endpoint place = endpoint("10.0.0.2", 3251, Transport.TCP);
        List<Difference> found = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            for (Change change : Change.values()) {
                found.add(new Difference(
                        change,
                        subject,
                        place,
                        "tls.ja4",
                        text,
                        List.of(text, "a" + text),
                        List.of("b" + text),
                        SEEN,
                        SEEN,
                        Standing.UNREGISTERED,
                        text,
                        List.of(new Fingerprint("ssh.server", "SSH server", List.of(text)))));
            }
        }
        Differences.Side side = new Differences.Side(text, Records.run(), Counters.NONE);
        return new Differences(side, side, found, 1);
    }

    static List<String> texts() {
        return HostileTextTest.TEXTS;
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatTrafficSaysIsHarmless(String text) {
        for (boolean all : new boolean[] {false, true}) {
            String output = text(saying(text), all);
            assertTrue(output.codePoints().noneMatch(c -> HostileTextTest.isActive(c, "table")), Printable.of(output));
            assertTrue(output.lines().allMatch(line -> Columns.width(line) <= 100), output);
        }
        String json = json(saying(text));
        assertTrue(json.codePoints().noneMatch(c -> HostileTextTest.isActive(c, "json")), Printable.of(json));
        assertEquals(json(saying("text")).lines().count(), json.lines().count());
        json.lines().forEach(Json::object);
    }

    @Test
    void whatIsToBeLookedAtFirstComesFirst() {
        Endpoint place = endpoint("10.0.0.2", 3251, Transport.TCP);
        Differences differences = of(
                Counters.NONE,
                List.of(
                        service(Change.GONE, place, "ssh"),
                        service(Change.NEW, place, "ssh"),
                        service(Change.CHANGED, place, "ssh")));
        List<Object> changes = json(differences)
                .lines()
                .map(Json::object)
                .filter(line -> line.containsKey("difference"))
                .map(line -> ((Map<?, ?>) line.get("difference")).get("change"))
                .collect(Collectors.toList());
        assertEquals(List.of("changed", "new", "gone"), changes);
    }

    @Test
    void whatIsAlikeInManyPlacesIsSaidOnceUnlessAllIsAskedFor() {
        List<Difference> found = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            found.add(service(Change.NEW, endpoint("198.51.100." + i, 443, Transport.TCP), "tls"));
        }
        String together = text(of(Counters.NONE, found), false);
        assertTrue(together.contains("443/tcp on 40 hosts: 198.51.100.0, "), together);
        assertFalse(together.contains("198.51.100.39"), together);
        String each = text(of(Counters.NONE, found), true);
        assertTrue(each.contains("  198.51.100.39:443/tcp  tls 0.99  ≠ sysscanner"), each);
    }

    @Test
    void portsOfOneHostAreSaidTogether() {
        List<Difference> found = new ArrayList<>();
        for (int port = 3224; port < 3230; port++) {
            found.add(service(Change.GONE, endpoint("10.9.0.7", port, Transport.UDP), "framehawk"));
        }
        String text = text(of(Counters.NONE, found), false);
        assertTrue(text.contains("6 udp ports on 10.9.0.7: 3224, 3225, 3226, 3227, 3228, 3229"), text);
    }

    @Test
    void whatHadNoRoomIsTold() {
        Counters inventory = Counters.of(
                Counter.SERVICES_NOT_FOLLOWED.count(7),
                Counter.CLIENTS_NOT_FOLLOWED.count(9),
                Counter.FINGERPRINTS_NOT_FOLLOWED.count(5));
        String text = text(of(inventory, List.of()), false).replaceAll("\\s+", " ");
        assertTrue(text.contains("7 flows of services and 9 flows of clients not compared"), text);
        assertTrue(text.contains("5 fingerprints with too many values not compared"), text);
        assertTrue(json(of(inventory, List.of())).contains("\"services-not-followed\":7"));
    }
}
