package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcapngClockTest {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private static BigInteger exact(int resolution, long offset, long ticks) {
        BigInteger unit = (resolution & 0x80) != 0 ? BigInteger.TWO : BigInteger.TEN;
        BigInteger count = new BigInteger(Long.toUnsignedString(ticks));
        BigInteger nanoseconds = count.multiply(BigInteger.TEN.pow(9)).divide(unit.pow(resolution & 0x7f));
        BigInteger shifted = nanoseconds.min(MAX).add(BigInteger.valueOf(offset).multiply(BigInteger.TEN.pow(9)));
        return shifted.min(MAX).max(BigInteger.ZERO);
    }

    @Test
    void countsInUsualUnits() {
        assertEquals(1_500_000_000L, new PcapngClock(6, 0).nanoseconds(1_500_000));
        assertEquals(1_500_000_000L, new PcapngClock(9, 0).nanoseconds(1_500_000_000));
        assertEquals(1_500_000_000L, new PcapngClock(12, 0).nanoseconds(1_500_000_000_999L));
        assertEquals(3_000_000_000L, new PcapngClock(0, 0).nanoseconds(3));
        assertEquals(1_500_000_000L, new PcapngClock(0x80 | 20, 0).nanoseconds(3 << 19));
        assertEquals(3_000_000_000L, new PcapngClock(0x80, 0).nanoseconds(3));
    }

    @Test
    void addsTheOffset() {
        assertEquals(101_000_000_000L, new PcapngClock(6, 100).nanoseconds(1_000_000));
        assertEquals(1_000_000_000L, new PcapngClock(6, -100).nanoseconds(101_000_000));
        assertEquals(0, new PcapngClock(6, -100).nanoseconds(1_000_000));
        assertEquals(0, new PcapngClock(6, Long.MIN_VALUE).nanoseconds(1_000_000));
        assertEquals(Long.MAX_VALUE, new PcapngClock(6, Long.MAX_VALUE).nanoseconds(-1));
    }

    @Test
    void agreesWithExactArithmeticForEveryResolution() {
        long seed = System.nanoTime();
        System.out.println("PcapngClockTest seed " + seed);
        Random random = new Random(seed);
        for (int resolution = 0; resolution < 256; resolution++) {
            for (int i = 0; i < 200; i++) {
                long ticks = random.nextLong() >>> random.nextInt(64);
                long offset = (random.nextInt(4_000_000) - 2_000_000) * 1000L;
                long found = new PcapngClock(resolution, offset).nanoseconds(ticks);
                BigInteger expected = exact(resolution, offset, ticks);
                long difference =
                        expected.subtract(BigInteger.valueOf(found)).abs().longValueExact();
                int digits = resolution & 0x7f;
                long tolerated = digits > 27 ? 1 : 0;
                assertEquals(0, Math.max(0, difference - tolerated), resolution + " " + offset + " " + ticks);
            }
        }
    }
}
