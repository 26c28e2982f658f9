/**
 * Evidence across flows: companions, port allocation, scans; the last word of a verdict.
 *
 * <p>In: flows of all shards that are over. Out: flow records, in the order of their ends. Runs on one thread.
 */
@NullMarked
package dev.periplus.correlate;

import org.jspecify.annotations.NullMarked;
