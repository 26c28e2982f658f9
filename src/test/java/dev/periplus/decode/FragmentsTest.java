package dev.periplus.decode;

import static dev.periplus.decode.Frames.A;
import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B;
import static dev.periplus.decode.Frames.B6;
import static dev.periplus.decode.Frames.ethernet;
import static dev.periplus.decode.Frames.fragmentHeader;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipv4;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static dev.periplus.decode.Frames.tag;
import static dev.periplus.decode.Frames.tcp;
import static dev.periplus.decode.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragmentsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] DATA = pattern(92);
    private static final byte[] DATAGRAM = udp(1111, 2222, DATA);

    /** One IPv4 fragment with these bytes of a datagram. */
    private static byte[] four(byte[] datagram, int id, int from, int to) {
        int more = to < datagram.length ? 0x2000 : 0;
        return ipv4(17, A, B, id, more | from >> 3, slice(datagram, from, Math.min(to, datagram.length)));
    }

    private static byte[] six(byte[] datagram, int id, int from, int to) {
        byte[] part = slice(datagram, from, Math.min(to, datagram.length));
        return ipv6(44, A6, B6, fragmentHeader(17, from, to < datagram.length, id, part));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void everyOrderOfFragmentsGivesTheSameDatagram() {
        for (boolean old : new boolean[] {true, false}) {
            List<byte[]> parts = new ArrayList<>();
            for (int from = 0; from < DATAGRAM.length; from += 24) {
                parts.add(old ? four(DATAGRAM, 7, from, from + 24) : six(DATAGRAM, 7, from, from + 24));
            }
            permute(parts, 0, order -> {
                Trial trial = new Trial();
                for (int i = 0; i < order.size(); i++) {
                    assertEquals(0, trial.seen().size());
                    trial.ip(order.get(i));
                }
                Trial.Seen seen = trial.only();
                assertTrue(seen.reassembled());
                assertArrayEquals(DATA, seen.bytes());
                assertEquals(DATA.length, seen.payloadLength());
                assertEquals(1111, seen.sourcePort());
                assertEquals(5, seen.number());
                assertEquals(order.stream().mapToInt(part -> part.length).sum(), seen.wireLength());
                assertEquals((old ? 20 : 48) + DATAGRAM.length, seen.ipLength());
                assertEquals(5, trial.counters().fragments);
                assertEquals(1, trial.counters().reassembled);
            });
        }
    }

    private interface Order {
        void of(List<byte[]> parts);
    }

    private static void permute(List<byte[]> parts, int from, Order order) {
        if (from == parts.size()) {
            order.of(parts);
        }
        for (int i = from; i < parts.size(); i++) {
            Collections.swap(parts, from, i);
            permute(parts, from + 1, order);
            Collections.swap(parts, from, i);
        }
    }

    @Test
    void theLargestDatagramIsReassembled() {
        byte[] data = pattern(65_507);
        byte[] whole = udp(1, 2, data);
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < whole.length; from += 1480) {
            parts.add(four(whole, 1, from, from + 1480));
        }
        long seed = System.nanoTime();
        Collections.shuffle(parts, new Random(seed));
        Trial trial = new Trial();
        parts.forEach(trial::ip);
        assertArrayEquals(data, trial.only().bytes(), "seed " + seed);
    }

    @Test
    void datagramsAreToldApart() {
        Trial trial = new Trial();
        byte[] other = udp(3333, 4444, pattern(92));
        byte[] back = ipv4(17, B, A, 7, 0x2000, slice(other, 0, 48));
        trial.ip(four(DATAGRAM, 7, 0, 48)).ip(four(other, 8, 0, 48)).ip(back);
        trial.ip(four(other, 8, 48, 100));
        assertEquals(3333, trial.only().sourcePort());
        trial.ip(four(DATAGRAM, 7, 48, 100));
        assertEquals(1111, trial.seen().get(1).sourcePort());
        trial.ip(ipv4(17, B, A, 7, 6, slice(other, 48, 100)));
        assertEquals(B, trial.seen().get(2).source());
        trial.frame(1, ethernet(0x8100, tag(1, 0x0800, four(DATAGRAM, 9, 0, 48))), 86);
        trial.frame(1, ethernet(0x8100, tag(2, 0x0800, four(DATAGRAM, 9, 48, 100))), 90);
        trial.ip(ipv4(6, A, B, 10, 0x2000, pattern(48))).ip(ipv4(17, A, B, 10, 6, pattern(48)));
        assertEquals(3, trial.seen().size());
    }

    @Test
    void ofOverlappingIpv4FragmentsTheFirstBytesStay() {
        byte[] first = join(slice(DATAGRAM, 0, 8), filled(40, 'a'));
        Trial trial = new Trial();
        trial.ip(ipv4(17, A, B, 1, 0x2000 | 3, filled(24, 'b')));
        trial.ip(ipv4(17, A, B, 1, 0x2000, first));
        trial.ip(ipv4(17, A, B, 1, 5, filled(60, 'c')));
        String payload = new String(trial.only().bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertEquals("a".repeat(16) + "b".repeat(24) + "c".repeat(52), payload);
    }

    @Test
    void anIpv6DatagramWithOverlappingFragmentsIsDropped() {
        Trial trial = new Trial();
        trial.ip(six(DATAGRAM, 1, 0, 48)).ip(six(udp(9, 9, filled(92, 'x')), 1, 40, 100));
        trial.ip(six(DATAGRAM, 1, 48, 100)).ip(six(DATAGRAM, 1, 0, 48)).flush();
        assertEquals(List.of(), trial.seen());
        assertEquals(1, trial.counters().lost(DecodeLoss.FRAGMENT_OVERLAP));
        assertEquals(0, trial.counters().lost(DecodeLoss.FRAGMENT_UNFINISHED));
    }

    @Test
    void repeatedFragmentsDoNoHarm() {
        Trial trial = new Trial();
        for (int i = 0; i < 3; i++) {
            trial.ip(four(DATAGRAM, 1, 0, 48)).ip(six(DATAGRAM, 1, 48, 100));
        }
        trial.ip(four(DATAGRAM, 1, 48, 100)).ip(six(DATAGRAM, 1, 0, 48));
        assertEquals(2, trial.seen().size());
        assertArrayEquals(DATA, trial.seen().get(0).bytes());
        assertArrayEquals(DATA, trial.seen().get(1).bytes());
        assertEquals(0, trial.counters().lost(DecodeLoss.FRAGMENT_OVERLAP));
    }

    @Test
    void fragmentsThatContradictTheEndAreLeftOut() {
        Trial trial = new Trial();
        trial.ip(four(DATAGRAM, 1, 48, 100)).ip(ipv4(17, A, B, 1, 0x2000 | 12, filled(16, 'x')));
        trial.ip(ipv4(17, A, B, 1, 8, filled(16, 'x'))).ip(four(DATAGRAM, 1, 0, 48));
        assertArrayEquals(DATA, trial.only().bytes());
        assertEquals(2, trial.counters().lost(DecodeLoss.FRAGMENT_OVERLAP));
    }

    @Test
    void datagramsBeyond64KAndFragmentsOfNothingAreMalformed() {
        Trial trial = new Trial();
        trial.ip(ipv4(17, A, B, 1, 0x1fff, pattern(16)))
                .ip(ipv6(44, A6, B6, fragmentHeader(17, 65_528, false, 1, pattern(16))));
        assertEquals(2, trial.counters().lost(DecodeLoss.FRAGMENT_BEYOND));
        trial.ip(ipv4(17, A, B, 1, 0x2000, hex(""))).ip(ipv4(17, A, B, 1, 0x2000, hex("01020304050607")));
        trial.ip(ipv6(44, A6, B6, fragmentHeader(17, 0, true, 1, pattern(15))));
        trial.ip(ipv6(44, A6, B6, fragmentHeader(17, 0, true, 1, hex(""))));
        assertEquals(4, trial.counters().lost(DecodeLoss.FRAGMENT_LENGTH));
        assertEquals(List.of(), trial.flush().seen());
    }

    @Test
    void anAtomicFragmentIsAnOrdinaryPacket() {
        Trial trial = new Trial().ip(ipv6(44, A6, B6, fragmentHeader(17, 0, false, 1, DATAGRAM)));
        assertArrayEquals(DATA, trial.only().bytes());
        assertEquals(0, trial.counters().fragments);
    }

    @Test
    void extensionHeadersBehindTheFragmentHeaderAreFollowed() {
        byte[] rest = join(hex("1100010400000000"), DATAGRAM);
        Trial trial = new Trial();
        trial.ip(ipv6(44, A6, B6, fragmentHeader(60, 0, true, 1, slice(rest, 0, 56))));
        trial.ip(ipv6(44, A6, B6, fragmentHeader(17, 56, false, 1, slice(rest, 56, 108))));
        assertArrayEquals(DATA, trial.only().bytes());
    }

    @Test
    void unfinishedDatagramsExpireAndTheirBeginningIsHandedOn() {
        Trial trial = new Trial().ip(four(DATAGRAM, 1, 0, 48)).ip(six(DATAGRAM, 1, 48, 100));
        trial.later(30 * SECOND).ip(ipv4(50, A, B, pattern(8)));
        assertEquals(1, trial.seen().size());
        trial.later(1).ip(ipv4(50, A, B, pattern(8)));
        Trial.Seen seen = trial.seen().get(1);
        assertEquals(A + " 1111 > " + B + " 2222", seen.ends());
        assertEquals(92, seen.payloadLength());
        assertArrayEquals(slice(DATA, 0, 40), seen.bytes());
        assertEquals(1, seen.number());
        assertEquals(SECOND, seen.time());
        assertEquals(2, trial.counters().lost(DecodeLoss.FRAGMENT_EXPIRED));
        trial.ip(four(DATAGRAM, 1, 48, 100)).flush();
        assertEquals(3, trial.seen().size());
        assertEquals(1, trial.counters().lost(DecodeLoss.FRAGMENT_UNFINISHED));
    }

    @Test
    void afterAFlushTimeMayBeginAnew() {
        Trial trial =
                new Trial().later(1000 * SECOND).ip(four(DATAGRAM, 1, 0, 48)).flush();
        trial.later(-1000 * SECOND).ip(four(DATAGRAM, 2, 48, 100)).later(31 * SECOND);
        trial.ip(four(DATAGRAM, 2, 0, 48)).flush();
        assertEquals(1, trial.counters().lost(DecodeLoss.FRAGMENT_EXPIRED));
        assertEquals(0, trial.counters().reassembled);
    }

    @Test
    void atTheEndTheBeginningIsHandedOnAsTruncated() {
        byte[] segment = tcp(5, 6, 24, pattern(80));
        Trial trial =
                new Trial().ip(ipv4(6, A, B, 1, 0x2000, slice(segment, 0, 48))).flush();
        assertEquals(A + " 5 > " + B + " 6", trial.only().ends());
        assertEquals(28, trial.only().bytes().length);
        assertTrue(trial.only().payloadLength() > 28);
        assertEquals(1, trial.flush().seen().size());
    }

    @Test
    void theBeginningOfATunnelIsNotOpened() {
        byte[] inner = ipv4(17, A, B, DATAGRAM);
        Trial trial =
                new Trial().ip(ipv4(4, A, B, 1, 0x2000, slice(inner, 0, 48))).flush();
        assertEquals(4, trial.only().protocol());
    }

    @Test
    void reassembledDatagramsInsideReassembledDatagrams() {
        byte[] outer = ipv4(4, A, B, four(DATAGRAM, 5, 48, 100));
        byte[] payload = slice(outer, 20, outer.length);
        Trial trial = new Trial().ip(ipv4(4, A, B, four(DATAGRAM, 5, 0, 48)));
        trial.ip(ipv4(4, A, B, 1, 0x2000, slice(payload, 0, 24)))
                .ip(ipv4(4, A, B, 1, 3, slice(payload, 24, payload.length)));
        assertEquals(3, trial.seen().size());
        assertArrayEquals(DATA, trial.seen().get(2).bytes());
        assertTrue(trial.seen().get(2).reassembled());
    }

    @Test
    void snappedFragmentsGiveATruncatedDatagram() {
        byte[] second = four(DATAGRAM, 1, 48, 100);
        Trial trial = new Trial().ip(four(DATAGRAM, 1, 0, 48)).frame(101, slice(second, 0, 30), second.length);
        assertEquals(92, trial.only().payloadLength());
        assertArrayEquals(slice(DATA, 0, 50), trial.only().bytes());
        assertEquals(1, trial.counters().truncated);
    }

    @Test
    void theCountOfUnfinishedDatagramsIsBounded() {
        Trial trial = new Trial(new DecodeSettings(true, true, 8, 1 << 20, 30 * SECOND));
        for (int id = 0; id < 100; id++) {
            trial.ip(four(DATAGRAM, id, 0, 48));
        }
        assertEquals(92, trial.counters().lost(DecodeLoss.FRAGMENT_EVICTED));
        assertEquals(92, trial.seen().size());
        trial.ip(four(DATAGRAM, 91, 48, 100));
        assertEquals(93, trial.counters().lost(DecodeLoss.FRAGMENT_EVICTED));
        trial.ip(four(DATAGRAM, 99, 48, 100));
        assertArrayEquals(DATA, trial.seen().get(trial.seen().size() - 1).bytes());
    }

    @Test
    void theBytesOfUnfinishedDatagramsAreBounded() {
        Trial trial = new Trial(new DecodeSettings(true, true, 1000, 1 << 17, 30 * SECOND));
        byte[] far = pattern(1000);
        for (int id = 0; id < 50; id++) {
            trial.ip(ipv4(17, A, B, id, 0x2000 | 60_000 >> 3, far)).ip(four(DATAGRAM, id, 0, 48));
        }
        assertEquals(48, trial.counters().lost(DecodeLoss.FRAGMENT_EVICTED));
        assertEquals(48, trial.seen().size());
        trial.ip(four(DATAGRAM, 60, 0, 48)).ip(four(DATAGRAM, 60, 48, 100));
        assertArrayEquals(DATA, trial.seen().get(trial.seen().size() - 1).bytes());
    }

    @Test
    void tinyFragmentsOfTheLargestDatagramAreTakenInAnyOrder() {
        byte[] whole = udp(1, 2, pattern(65_507));
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < whole.length; from += 8) {
            parts.add(four(whole, 1, from, from + 8));
        }
        long seed = System.nanoTime();
        Collections.shuffle(parts, new Random(seed));
        Trial trial = new Trial();
        parts.forEach(trial::ip);
        assertEquals(65_507, trial.only().bytes().length, "seed " + seed);
        assertEquals(0, trial.counters().malformed());
    }

    @Test
    void randomOverlapsGiveWhatTheFirstBytesSay() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int units = 2 + random.nextInt(30);
            byte[] expected = new byte[units * 8];
            boolean[] known = new boolean[units];
            int missing = units;
            Trial trial = new Trial();
            while (missing > 0) {
                int from = random.nextInt(units);
                int to = from + 1 + random.nextInt(units - from);
                byte[] part = filled((to - from) * 8, random.nextInt(256));
                for (int unit = from; unit < to; unit++) {
                    if (!known[unit]) {
                        known[unit] = true;
                        missing--;
                        System.arraycopy(part, 0, expected, unit * 8, 8);
                    }
                }
                if (from > 0 || to < units) {
                    trial.ip(ipv4(50, A, B, 3, (to < units ? 0x2000 : 0) | from, part));
                } else {
                    trial.ip(ipv4(50, A, B, 3, 0x2000, slice(part, 0, part.length - 8)));
                    trial.ip(ipv4(50, A, B, 3, units - 1, slice(part, part.length - 8, part.length)));
                }
            }
            assertArrayEquals(expected, trial.seen().get(0).bytes(), "seed " + seed);
        }
    }

    @Test
    void copiesOfFragmentsAreNoDatagramOfTheirOwn() {
        byte[] datagram = udp(1111, 2222, pattern(40));
        byte[] first = ipv4(17, A, B, 7, 0x2000, slice(datagram, 0, 24));
        byte[] last = ipv4(17, A, B, 7, 3, slice(datagram, 24, 48));
        for (List<byte[]> order : List.of(
                List.of(first, first, last, last),
                List.of(last, last, first, first),
                List.of(first, last, last, first, last, first))) {
            Trial trial = new Trial();
            order.forEach(trial::ip);
            trial.flush();
            int whole = order.size() / 2 == 2 ? 1 : 3;
            assertEquals(0, trial.counters().lost(DecodeLoss.FRAGMENT_UNFINISHED));
            assertEquals(whole, trial.seen().size(), "as often as it was captured whole");
        }
    }

    @Test
    void anotherDatagramOfTheSameNumberLaterIsUnfinished() {
        byte[] datagram = udp(1111, 2222, pattern(40));
        byte[] first = ipv4(17, A, B, 7, 0x2000, slice(datagram, 0, 24));
        Trial trial = new Trial().ip(first).ip(ipv4(17, A, B, 7, 3, slice(datagram, 24, 48)));
        trial.later(2_000_000_000L).ip(first).flush();
        assertEquals(1, trial.counters().lost(DecodeLoss.FRAGMENT_UNFINISHED));
        assertEquals(0, trial.counters().copied);
    }
}
