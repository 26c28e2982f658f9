package dev.periplus.capture;

/**
 * Packets that interfaces lost before the sink saw them.
 *
 * @param received packets that reached the system's buffers, or would have if there had been room
 * @param kernelDropped received packets dropped because the system's buffers were full
 * @param interfaceDropped packets that the interfaces or their drivers dropped; not included in {@code received}
 * @param unbuffered received packets dropped because Periplus had no free buffer
 * @param outages how often interfaces went down; how many packets passed meanwhile is not known
 */
public record Drops(long received, long kernelDropped, long interfaceDropped, long unbuffered, long outages) {
    /** No packets at all. */
    public static final Drops NONE = new Drops(0, 0, 0, 0, 0);

    /** Adds the drops of another interface. */
    Drops plus(Drops other) {
        return new Drops(
                received + other.received,
                kernelDropped + other.kernelDropped,
                interfaceDropped + other.interfaceDropped,
                unbuffered + other.unbuffered,
                outages + other.outages);
    }
}
