package dev.periplus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Takes the bytes of one execution apart. Past the end, numbers are 0 and chunks are empty. {@link FuzzSeed} puts
 * inputs together in the same way.
 */
public final class FuzzInput {
    /** Longest chunk. */
    public static final int LONGEST = 0xfff;

    private final byte[] bytes;
    private int at;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether there are bytes left. */
    public boolean hasMore() {
        return at < bytes.length;
    }

    public int u8() {
        return hasMore() ? bytes[at++] & 0xff : 0;
    }

    public int u16() {
        return u8() << Byte.SIZE | u8();
    }

    public boolean flag() {
        return (u8() & 1) != 0;
    }

    /** Returns a number from 0 to {@code end} - 1. */
    public int below(int end) {
        return u8() % end;
    }

    /** Returns a chunk whose length precedes it. */
    public byte[] chunk() {
        int length = Math.min(u16() & LONGEST, bytes.length - at);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    public byte[] rest() {
        int from = at;
        at = bytes.length;
        return Arrays.copyOfRange(bytes, from, at);
    }

    /** Returns a chunk as text. */
    public String text() {
        return text(chunk());
    }

    /** Decodes UTF-8; for bytes that are not UTF-8, the text has unpaired surrogates. */
    public static String text(byte[] bytes) {
        return new String(bytes, UTF_8).replace('\ufffd', '\ud800');
    }
}
