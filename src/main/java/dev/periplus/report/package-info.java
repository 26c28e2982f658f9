/**
 * Writes results: a text table, an HTML page, NDJSON, CSV, a SQLite database, and the formats of Zeek, Suricata, ECS
 * and Timesketch.
 *
 * <p>In: flow records, findings, then the run's counters. Out: text, files. Runs on the main thread; two formats also
 * write on threads of their own.
 */
@NullMarked
package dev.periplus.report;

import org.jspecify.annotations.NullMarked;
