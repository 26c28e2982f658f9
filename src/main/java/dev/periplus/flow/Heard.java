package dev.periplus.flow;

import dev.periplus.decode.Checksums;
import dev.periplus.decode.Packet;

/** Whether a packet that a listener overhears reached the other host's program. */
public final class Heard {
    private Heard() {}

    /** Whether the host will have ignored it for its checksum; looks at all its bytes. */
    public static boolean isIgnored(Flow flow, int side, Packet packet) {
        return ChecksumTally.ignoresWrong(flow.checksums, side) && Checksums.of(packet) == Checksums.State.WRONG;
    }
}
