/**
 * Adds evidence across flows (companions, port allocation, scans) and settles verdicts.
 *
 * <p>In: ended flows of all shards. Out: flow records, in the order of their ends. One thread
 * correlates; records may be made on others, and are handed on by the first.
 */
@NullMarked
package dev.periplus.correlate;

import org.jspecify.annotations.NullMarked;
