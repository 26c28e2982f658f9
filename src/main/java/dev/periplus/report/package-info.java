/**
 * Where results leave: a table for people, NDJSON, CSV, and the formats of Zeek, Suricata, ECS and Timesketch.
 *
 * <p>In: flow records, then the run's counters. Out: text. Runs on the main thread.
 */
@NullMarked
package dev.periplus.report;

import org.jspecify.annotations.NullMarked;
