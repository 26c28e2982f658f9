/**
 * Where results leave: a table and a page for people, NDJSON, CSV, and the formats of Zeek, Suricata, ECS and Timesketch.
 *
 * <p>In: flow records, findings, then the run's counters. Out: text. Runs on the main thread.
 */
@NullMarked
package dev.periplus.report;

import org.jspecify.annotations.NullMarked;
