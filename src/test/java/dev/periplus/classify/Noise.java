package dev.periplus.classify;

import dev.periplus.classify.Conversation.Turn;
import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Generates conversations that belong to no protocol, so that every label on one is wrong. The same seed gives the same
 * conversations.
 */
public final class Noise {
    private static final int LARGEST = 1400;
    private static final int MESSAGES = 6;

    /** Sizes of fixed structures. */
    private static final int[] COMMON = {8, 12, 16, 20, 24, 28, 32, 40, 48, 64};

    /** What the bytes of a conversation look like. */
    public record Kind(String name, Function<Random, Form> maker) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Generates the payloads of one conversation, with the same structure in every message. */
    interface Form {
        /** @param size how large the message should be, 1 to 1,400 bytes; forms with structure may deviate */
        byte[] next(boolean byClient, int size);
    }

    /** All kinds. */
    public static final List<Kind> KINDS = Stream.of(
                    PlainNoise.kinds(), FramedNoise.kinds(), StructuredNoise.kinds(), TextNoise.kinds())
            .flatMap(List::stream)
            .toList();

    private final Random random;

    public Noise(long seed) {
        random = new Random(seed);
    }

    /**
     * TCP or UDP, one to six messages per side of 1 to 1,400 bytes; half of the sides keep to one message size, a
     * quarter of the datagram flows have one side only, and in a quarter of the streams the server speaks first.
     */
    public Conversation next(Kind kind) {
        boolean tcp = random.nextBoolean();
        boolean oneSided = !tcp && random.nextInt(4) == 0;
        int[] left = {1 + random.nextInt(MESSAGES), oneSided ? 0 : 1 + random.nextInt(MESSAGES)};
        int[] steady = {random.nextBoolean() ? size() : 0, random.nextBoolean() ? size() : 0};
        Form form = kind.maker.apply(random);
        List<Turn> turns = new ArrayList<>();
        int side = tcp && random.nextInt(4) == 0 ? 1 : 0;
        while (left[0] + left[1] > 0) {
            if (left[side] > 0) {
                left[side]--;
                turns.add(new Turn(side == 0, form.next(side == 0, steady[side] > 0 ? steady[side] : size())));
            }
            side = random.nextInt(5) == 0 ? side : 1 - side;
        }
        return new Conversation(tcp ? Packet.TCP : Packet.UDP, turns);
    }

    /** Small sizes are more likely than large ones. */
    private int size() {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(LARGEST);
            case 1 -> (int) Math.min(LARGEST, Math.pow(2, random.nextDouble() * 10.5));
            case 2 -> COMMON[random.nextInt(COMMON.length)];
            default -> 4 + random.nextInt(120);
        };
    }
}
