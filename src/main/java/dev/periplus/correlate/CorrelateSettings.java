package dev.periplus.correlate;

/**
 * What sites may have configured otherwise.
 *
 * @param framehawkFrom lowest UDP port of the Framehawk range, 3224 by default
 * @param framehawkTo highest UDP port of the Framehawk range, 3324 by default
 * @param patienceNanos flows that wait for what others may show are settled each time this long has passed
 */
public record CorrelateSettings(int framehawkFrom, int framehawkTo, long patienceNanos) {
    public static final CorrelateSettings DEFAULT = new CorrelateSettings(3224, 3324, Long.MAX_VALUE);

    /** The same with another patience. */
    public CorrelateSettings withPatience(long nanos) {
        return new CorrelateSettings(framehawkFrom, framehawkTo, nanos);
    }

    public CorrelateSettings {
        if (framehawkFrom < 1 || framehawkTo > 65_535 || framehawkFrom > framehawkTo) {
            throw new IllegalArgumentException("the Framehawk range " + framehawkFrom + "-" + framehawkTo
                    + " is no range of ports; give it as LOWEST-HIGHEST");
        }
    }
}
