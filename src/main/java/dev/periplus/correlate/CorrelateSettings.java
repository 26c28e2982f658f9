package dev.periplus.correlate;

import java.util.List;

/**
 * Settings of the correlation stage.
 *
 * @param framehawkFrom lowest UDP port of the Framehawk range, 3224 by default
 * @param framehawkTo highest UDP port of the Framehawk range, 3324 by default
 * @param decodeAs what the analyst says of ports
 * @param patienceNanos interval at which waiting flows are settled, in packet time
 */
public record CorrelateSettings(int framehawkFrom, int framehawkTo, List<DecodeAs> decodeAs, long patienceNanos) {
    public static final CorrelateSettings DEFAULT = new CorrelateSettings(3224, 3324, List.of(), Long.MAX_VALUE);

    /** Returns a copy with this patience. */
    public CorrelateSettings withPatience(long nanos) {
        return new CorrelateSettings(framehawkFrom, framehawkTo, decodeAs, nanos);
    }

    /** Returns a copy with what the analyst says. */
    public CorrelateSettings with(List<DecodeAs> said) {
        return new CorrelateSettings(framehawkFrom, framehawkTo, said, patienceNanos);
    }

    public CorrelateSettings {
        decodeAs = List.copyOf(decodeAs);
        if (framehawkFrom < 1 || framehawkTo > 65_535 || framehawkFrom > framehawkTo) {
            throw new IllegalArgumentException("'" + framehawkFrom + "-" + framehawkTo
                    + "' is not a port range; give the Framehawk range as LOWEST-HIGHEST");
        }
    }
}
