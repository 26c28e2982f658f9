package dev.periplus.correlate;

/** Adds evidence to flows from what other flows of the same hosts show. */
interface Correlation {
    void correlate(Traffic traffic);
}
