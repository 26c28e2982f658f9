package dev.periplus.registry;

import java.util.Locale;

/** How a user of ports picks the port of a flow. */
public enum Allocation {
    /** Always the same number, or one number per role. */
    FIXED,
    /** The lowest free port of the range, one per session, instance or client. */
    LOWEST_FIRST,
    /** A base plus the number of an instance, display or domain. */
    BASE_PLUS_INSTANCE,
    /** Another flow of the same hosts names the port. */
    ANNOUNCED,
    /** Two ports at a time, an even one and the odd one above it. */
    PAIRS,
    /** Any port of the range. */
    RANDOM,
    /** One number, the same on many hosts. */
    ANY_HOST;

    /** The word in data files, such as {@code lowest-first}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
