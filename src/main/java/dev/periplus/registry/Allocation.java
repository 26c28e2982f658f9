package dev.periplus.registry;

import java.util.Locale;

/** How a user of ports comes by the one that a flow shows. */
public enum Allocation {
    /** The same number every time, or one number per role. */
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

    /** As written in data files: {@code lowest-first}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
