package dev.periplus.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupingTest {
    private final Grouping grouping = new Grouping();

    @Test
    void flowsWithTheSameBeginningAreOneGroup() {
        for (int i = 0; i < 4; i++) {
            grouping.add(Talk.udp(Talk.ascii("MAGIC" + i + "x".repeat(i)), null));
            grouping.add(Talk.udp(Talk.ascii("other" + i + "y".repeat(i)), null));
        }
        assertEquals(List.of(4, 4), grouping.groups(2).stream().map(Group::size).toList());
    }

    @Test
    void theSameBytesOfTheOtherSideOrOverAnotherTransportAreAnotherGroup() {
        for (int i = 0; i < 2; i++) {
            Utterance said = Talk.whole(Talk.ascii("MAGIC" + i));
            grouping.add(Talk.sample(Talk.UDP, true, said, null));
            grouping.add(Talk.sample(Talk.UDP, false, said, null));
            grouping.add(Talk.sample(Talk.TCP, true, said, null));
        }
        assertEquals(
                List.of(2, 2, 2), grouping.groups(2).stream().map(Group::size).toList());
    }

    @Test
    void aLengthFieldAndARepeatedNumberHoldFlowsTogetherThatShareNoByte() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            byte[] asked = new byte[300 + 40 * i];
            byte[] said = new byte[290 + 50 * i];
            random.nextBytes(asked);
            random.nextBytes(said);
            ByteBuffer.wrap(asked).putShort(0, (short) (asked.length - 2));
            ByteBuffer.wrap(said).putShort(0, (short) (said.length - 2));
            System.arraycopy(asked, 2, said, 2, 4);
            grouping.add(Talk.udp(asked, said));
        }
        List<Group> groups = grouping.groups(2);
        assertTrue(!groups.isEmpty() && groups.get(0).size() >= 7, groups.size() + " groups, seed " + seed);
    }

    @Test
    void randomBytesHardlyEverAgree() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] asked = new byte[20 + random.nextInt(200)];
            byte[] said = new byte[20 + random.nextInt(200)];
            random.nextBytes(asked);
            random.nextBytes(said);
            grouping.add(Talk.udp(asked, said));
        }
        int grouped = grouping.groups(2).stream().mapToInt(Group::size).sum();
        assertTrue(grouped <= 40, grouped + " of 2000 random flows are in groups, seed " + seed);
    }

    @Test
    void aGroupIsFoundBehindMoreStrangersThanAreKept() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] noise = new byte[40];
            random.nextBytes(noise);
            grouping.add(Talk.udp(noise, null));
        }
        for (int i = 0; i < 5; i++) {
            grouping.add(Talk.udp(Talk.hex("9a8b7c6d5e4f 000" + i), null));
        }
        assertEquals(3_005, grouping.flows());
        assertEquals(5, grouping.groups(5).get(0).size(), "seed " + seed);
    }
}
