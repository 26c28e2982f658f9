package dev.periplus.classify;

import dev.periplus.flow.Said;

/**
 * Recognises bytes that look encrypted or compressed: as many ones as zeros, no byte value much more frequent than
 * chance, little text. Needs {@link #LEAST} bytes.
 */
final class Opacity {
    private static final int LEAST = 48;
    private static final int MOST = 512;

    /** Ones in each byte value. */
    private static final byte[] ONES = new byte[256];

    static {
        for (int value = 0; value < ONES.length; value++) {
            ONES[value] = (byte) Integer.bitCount(value);
        }
    }

    /** How often each byte value occurs; zero between calls. */
    private final int[] counts = new int[256];

    /** Whether what both sides said looks random, as far as they spoke. */
    boolean looksRandom(Said client, Said server) {
        return looksRandom(client) && (server.length() == 0 || looksRandom(server))
                || client.length() == 0 && looksRandom(server);
    }

    /** One per shard; the counts are scratch. */
    boolean looksRandom(Said said) {
        int length = Math.min(said.length(), MOST);
        if (length < LEAST) {
            return false;
        }
        byte[] bytes = said.bytes();
        int ones = 0;
        int text = 0;
        int commonest = 0;
        for (int i = 0; i < length; i++) {
            int value = bytes[i] & 0xff;
            ones += ONES[value];
            text += value >= 0x20 && value < 0x7f ? 1 : 0;
            commonest = Math.max(commonest, ++counts[value]);
        }
        for (int i = 0; i < length; i++) {
            counts[bytes[i] & 0xff] = 0;
        }
        double balance = ones / (double) length - 4;
        double allowed = 4 * Math.sqrt(2.0 / length);
        double expected = length / 256.0;
        return Math.abs(balance) < allowed
                && commonest < expected + 5 * Math.sqrt(expected) + 4
                && text < length * 0.37 + 3 * Math.sqrt(length * 0.25);
    }
}
