package dev.periplus.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountersTest {
    private final Counters counters = Counters.of(
            Counter.PACKETS.count(9),
            Counter.LINK_TYPE.count("147", 2),
            Counter.LINK_TYPE.count("189", 3),
            Counter.FLOWS_EVICTED.count(0));

    @Test
    void anIdNamesOneCounter() {
        for (Counter counter : Counter.values()) {
            Count count = counter.hasMembers() ? counter.count("some", 7) : counter.count(7);
            assertEquals(count, Count.of(count.id(), 7), count.id());
        }
        assertEquals(Counter.LINK_TYPE.count("147", 7), Count.of("unsupported.linktype-147", 7));
        assertThrows(IllegalArgumentException.class, () -> Count.of("flows.lost", 1));
        assertThrows(IllegalArgumentException.class, () -> Count.of("tunnel.", 1));
    }

    @Test
    void onlyCountersOfManyHaveMembers() {
        assertThrows(IllegalArgumentException.class, () -> Counter.TUNNEL.count(1));
        assertThrows(IllegalArgumentException.class, () -> Counter.FLOWS.count("udp", 1));
    }

    @Test
    void whatPeopleReadHasWords() {
        for (Counter counter : Counter.values()) {
            if (List.of(Kind.LOSS, Kind.REASON, Kind.NOTE).contains(counter.kind())) {
                assertFalse(counter.words("", true).isEmpty() && !counter.hasMembers(), counter.id());
            }
        }
        assertEquals("1 flow evicted", Counter.FLOWS_EVICTED.count(1).text());
        assertEquals("2,000 flows evicted", Counter.FLOWS_EVICTED.count(2_000).text());
        assertEquals(
                "3 decapsulated from gtp-u", Counter.TUNNEL.count("gtp-u", 3).text());
    }

    @Test
    void everyReasonHasALossOrANote() {
        for (Counter counter : Counter.values()) {
            if (counter.kind() == Kind.REASON) {
                assertTrue(
                        Arrays.stream(Counter.values())
                                .anyMatch(loss -> loss.kind() != Kind.REASON && counter.isReasonOf(loss)),
                        counter.id());
            }
        }
        assertFalse(Counter.REASSEMBLED.isReasonOf(Counter.FRAGMENTS));
    }

    @Test
    void aCounterOfManyIsTheSumOfItsMembers() {
        assertEquals(9, counters.get(Counter.PACKETS));
        assertEquals(5, counters.get(Counter.LINK_TYPE));
        assertEquals(0, counters.get(Counter.RECEIVED));
    }

    @Test
    void zeroIsCountedAndAbsentIsNot() {
        assertTrue(counters.has(Counter.FLOWS_EVICTED));
        assertFalse(counters.has(Counter.RECEIVED));
    }

    @Test
    void sumsKeepTheirPlacesAndWhatIsNewComesLast() {
        Counters later = Counters.of(
                Counter.LINK_TYPE.count("1", 1), Counter.LINK_TYPE.count("189", 10), Counter.PACKETS.count(1));
        assertEquals(
                Counters.of(
                        Counter.PACKETS.count(10),
                        Counter.LINK_TYPE.count("147", 2),
                        Counter.LINK_TYPE.count("189", 13),
                        Counter.FLOWS_EVICTED.count(0),
                        Counter.LINK_TYPE.count("1", 1)),
                counters.plus(later));
        assertEquals(counters, Counters.NONE.plus(counters));
    }

    @Test
    void whatCameSinceIsTheDifference() {
        Counters more = Counters.of(Counter.LINK_TYPE.count("1", 4), Counter.PACKETS.count(1));
        assertEquals(
                Counters.of(
                        Counter.PACKETS.count(1),
                        Counter.LINK_TYPE.count("147", 0),
                        Counter.LINK_TYPE.count("189", 0),
                        Counter.FLOWS_EVICTED.count(0),
                        Counter.LINK_TYPE.count("1", 4)),
                counters.plus(more).since(counters));
    }

    @Test
    void countsCannotBeChanged() {
        List<Count> counts = new ArrayList<>(List.of(Counter.FLOWS.count(1)));
        Counters kept = new Counters(counts);
        counts.add(Counter.PACKETS.count(2));
        assertEquals(1, kept.counts().size());
        assertThrows(UnsupportedOperationException.class, () -> kept.counts().clear());
    }
}
