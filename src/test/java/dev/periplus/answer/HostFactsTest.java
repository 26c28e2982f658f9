package dev.periplus.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostFactsTest {
    private static final Address ONE = address("10.0.0.1");
    private static final Address TWO = address("10.0.0.2");
    private static final String MAC = "02:00:5e:00:53:01";

    private final HostFacts facts = new HostFacts(index -> "a.pcap");
    private long time;

    private static Address address(String text) {
        return Objects.requireNonNull(Address.parse(text));
    }

    private void add(Address host, Kind kind, String value, Grade grade) {
        time++;
        facts.add(new HostFact(host, kind, value, grade, "test", host, 0, time, 42, new byte[] {1}, time));
    }

    /** So that a fact can be kept and read back. */
    @Test
    void aValueThatWasShownIsShownTheSame() {
        long seed = System.nanoTime();
        System.out.println("HostFactsTest seed " + seed);
        Random random = new Random(seed);
        String parts = "ab.. \t\n\u0001\u009b\u200b\u2003\uffff" + new String(Character.toChars(0x1f600));
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(300); length > 0; length--) {
                text.append(parts.charAt(random.nextInt(parts.length())));
            }
            Kind kind = Kind.values()[i % Kind.values().length];
            String shown = value(kind, text.toString());
            assertTrue(shown.length() <= 128, shown);
            assertEquals(shown, value(kind, shown));
        }
    }

    private static String value(Kind kind, String text) {
        return new HostFact(ONE, kind, text, Grade.ITSELF, "test", ONE, 0, 1, 42, null, 1).value();
    }

    @Test
    void whatAStationSaysIsSaidOfTheAddressThatHasIt() {
        add(address(MAC), Kind.NAME, "web01", Grade.ITSELF);
        assertNull(facts.name(ONE));
        add(ONE, Kind.MAC, MAC, Grade.ANOTHER);
        assertEquals("web01", facts.name(ONE));
        assertEquals(List.of(ONE), facts.hosts());
    }

    @Test
    void theMostReliableNameGoesFirst() {
        add(ONE, Kind.NAME, "guess", Grade.INFERRED);
        add(ONE, Kind.NAME, "web01.example.org", Grade.ANOTHER);
        add(ONE, Kind.NAME, "WEB01", Grade.ITSELF);
        assertEquals(List.of("WEB01", "web01.example.org", "guess"), facts.values(ONE, Kind.NAME));
        assertEquals(List.of(ONE), facts.named("web01"));
        assertEquals(List.of(), facts.named("web"));
    }

    @Test
    void aFactIsKeptWhereItWasFirstSaidAndTakesTheBestGrade() {
        add(ONE, Kind.NAME, "web01", Grade.ANOTHER);
        add(ONE, Kind.NAME, "WEB01", Grade.ITSELF);
        add(ONE, Kind.NAME, "web01", Grade.ITSELF);
        assertEquals(1, facts.of(ONE).size());
        assertEquals(2, facts.of(ONE).get(0).packet());
        assertEquals(Grade.ITSELF, facts.of(ONE).get(0).grade());
    }

    @Test
    void conflictsAreSaid() {
        add(ONE, Kind.MAC, MAC, Grade.ITSELF);
        assertEquals(List.of(), facts.conflicts(ONE));
        add(ONE, Kind.MAC, "02:00:5e:00:53:02", Grade.ITSELF);
        add(TWO, Kind.MAC, "02:00:5e:00:53:02", Grade.ITSELF);
        add(ONE, Kind.NAME, "web01", Grade.ITSELF);
        add(TWO, Kind.NAME, "WEB01", Grade.ITSELF);
        assertEquals(
                List.of(
                        "2 MAC addresses: " + MAC + ", 02:00:5e:00:53:02",
                        "MAC address 02:00:5e:00:53:02 is also that of 10.0.0.2",
                        "name web01 is also that of 10.0.0.2"),
                facts.conflicts(ONE));
    }

    @Test
    void aHostKeepsAFewValuesOfAKindAndTheReliableOnesFirst() {
        for (int i = 0; i < 20; i++) {
            add(ONE, Kind.USER, "user" + i, Grade.ANOTHER);
        }
        add(ONE, Kind.USER, "alice", Grade.ITSELF);
        assertEquals(8, facts.values(ONE, Kind.USER).size());
        assertEquals("alice", facts.values(ONE, Kind.USER).get(0));
        assertEquals(1, facts.left());
    }

    @Test
    void theSystemFollowsFromTheSoftware() {
        add(ONE, Kind.SOFTWARE, "Mozilla/5.0 (Windows NT 6.1; Win64)", Grade.ITSELF);
        assertEquals(List.of("Windows 7"), facts.values(ONE, Kind.SYSTEM));
        assertEquals(Grade.INFERRED, facts.of(ONE).get(0).grade());
    }

    @Test
    void nobodyIsNoHost() {
        add(Address.ANY_IPV4, Kind.NAME, "web01", Grade.ITSELF);
        add(address("224.0.0.251"), Kind.NAME, "web01", Grade.ITSELF);
        assertEquals(List.of(), facts.hosts());
    }

    @Test
    void factsOfTwoRunsKeepTheirCaptures() {
        add(ONE, Kind.NAME, "web01", Grade.ITSELF);
        HostFacts other = new HostFacts(index -> "b.pcap");
        other.add(new HostFact(TWO, Kind.NAME, "db01", Grade.ITSELF, "test", TWO, 0, 1, 0, null, 1));
        HostFacts both = HostFacts.of(facts, other);
        assertEquals("a.pcap", both.capture(both.of(ONE).get(0)));
        assertEquals("b.pcap", both.capture(both.of(TWO).get(0)));
    }
}
