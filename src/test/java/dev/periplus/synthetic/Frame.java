package dev.periplus.synthetic;

import java.util.Arrays;

/**
 * A frame on the wire.
 *
 * @param time nanoseconds since the epoch
 * @param port index of the capturing interface, from 0
 */
record Frame(long time, int port, byte[] bytes) {
    /** Returns the bytes that a capture with this snap length keeps. */
    byte[] snapped(int snapLength) {
        return bytes.length <= snapLength ? bytes : Arrays.copyOf(bytes, snapLength);
    }
}
