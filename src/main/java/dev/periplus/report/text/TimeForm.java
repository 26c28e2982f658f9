package dev.periplus.report.text;

/** How lines write the time at which a flow began. */
public enum TimeForm {
    /** Date, time and zone. */
    DATE,
    /** Seconds since 1970. */
    EPOCH,
    /** Seconds since the first flow of the output. */
    DELTA
}
