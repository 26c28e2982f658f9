/**
 * Evidence across flows: companions, port allocation, scans; the last word of a verdict.
 *
 * <p>In: ended flows of all shards. Out: flow records in the order of their first packets. Runs on one thread.
 */
@NullMarked
package dev.periplus.correlate;

import org.jspecify.annotations.NullMarked;
