package dev.periplus.decode;

import static dev.periplus.decode.Frames.checked;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipv4;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static dev.periplus.decode.Frames.u16;
import static dev.periplus.decode.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateTest {
    private static final String HEADER = "8801 0000 020000000001 020000000002 020000000003 1000 8000";

    /** An aggregate of three frames of different hosts and lengths. */
    static byte[] aggregate() {
        return join(hex(HEADER), part(1, 5), part(2, 6), slice(part(3, 7), 0, 22 + 28 + 7));
    }

    private static byte[] part(int host, int length) {
        byte[] ip = checked(ipv4(17, "10.0.0." + host, "10.0.1." + host, udp(1000 + host, 2000, pattern(length))));
        byte[] frame = join(hex("020000000001 020000000002"), u16(8 + ip.length), hex("aaaa03 000000 0800"), ip);
        return join(frame, new byte[(4 - frame.length % 4) % 4]);
    }

    @Test
    void everyFrameOfAnAggregateIsAPacketOfItsOwn() {
        Trial trial = Trial.of(105, aggregate());
        assertEquals(
                List.of(
                        "10.0.0.1 1001 > 10.0.1.1 2000",
                        "10.0.0.2 1002 > 10.0.1.2 2000",
                        "10.0.0.3 1003 > 10.0.1.3 2000"),
                trial.seen().stream().map(Trial.Seen::ends).toList());
        assertEquals(1, trial.counters().packets);
        assertEquals(1, trial.counters().tracked);
        assertEquals(3, trial.counters().ipPackets);
        assertEquals(
                List.of(1L, 1L, 1L),
                trial.seen().stream().map(Trial.Seen::number).toList());
    }

    @Test
    void theLengthsOfTheFramesAddUpToThatOfTheAggregate() {
        byte[] frame = aggregate();
        int padding = 2 * 4 - (22 + 28 + 5) % 4 - (22 + 28 + 6) % 4;
        int sum = Trial.of(105, frame).seen().stream()
                .mapToInt(Trial.Seen::wireLength)
                .sum();
        assertEquals(frame.length, sum, padding);
    }

    @Test
    void eachFrameHasTheShardOfItsOwnAddresses() {
        byte[] frame = aggregate();
        byte[] third = checked(ipv4(17, "10.0.0.3", "10.0.1.3", udp(1003, 2000, pattern(7))));
        assertEquals(
                ShardHash.addressHash(third, 0, third.length, 101),
                ShardHash.addressHash(frame, 0, frame.length, Aggregate.linkType(105, 2)));
    }

    @Test
    void aCutAggregateGivesWhatIsThere() {
        byte[] frame = aggregate();
        for (int length = 0; length < frame.length; length++) {
            Trial trial = new Trial().frame(105, slice(frame, 0, length), frame.length);
            assertEquals(1, trial.counters().truncated, "cut to " + length);
            assertEquals(0, trial.counters().malformed(), "cut to " + length);
        }
    }

    @Test
    void thousandsOfFramesAreBounded() {
        byte[] many = join(hex(HEADER), new byte[16 * 4000]);
        for (int at = 26; at + 16 <= many.length; at += 16) {
            many[at + 13] = 1;
        }
        assertEquals(63, Aggregate.further(many, 0, many.length, 105));
        assertEquals(0, Aggregate.further(pattern(100), 0, 100, 1));
    }
}
