package dev.periplus.synthetic;

import java.util.Arrays;

/**
 * A frame on the wire.
 *
 * @param time nanoseconds since the epoch
 * @param port which interface of the capturing host saw it, from 0
 */
record Frame(long time, int port, byte[] bytes) {
    /** Its first bytes, as a capture with this snap length keeps them. */
    byte[] snapped(int snapLength) {
        return bytes.length <= snapLength ? bytes : Arrays.copyOf(bytes, snapLength);
    }
}
