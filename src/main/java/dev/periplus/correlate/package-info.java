/**
 * Adds evidence across flows (companions, port allocation, scans) and settles verdicts.
 *
 * <p>In: ended flows of all shards. Out: flow records, in the order of their ends. Runs on one thread.
 */
@NullMarked
package dev.periplus.correlate;

import org.jspecify.annotations.NullMarked;
