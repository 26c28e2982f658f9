package dev.periplus.capture;

/**
 * What interfaces lost before their packets were seen.
 *
 * @param received packets that came to the system's buffers, or found no room there
 * @param kernelDropped of these, those that found no room there
 * @param interfaceDropped packets that the interfaces or their drivers dropped; not among the received
 * @param unbuffered of the received, those for which there was no room here
 */
public record Drops(long received, long kernelDropped, long interfaceDropped, long unbuffered) {
    /** Nothing was captured. */
    public static final Drops NONE = new Drops(0, 0, 0, 0);

    /** With those of another interface. */
    Drops plus(Drops other) {
        return new Drops(
                received + other.received,
                kernelDropped + other.kernelDropped,
                interfaceDropped + other.interfaceDropped,
                unbuffered + other.unbuffered);
    }
}
