/**
 * Where results leave: a table for people, NDJSON, CSV, a SQLite database, and the formats of Zeek, Suricata, ECS and
 * Timesketch.
 *
 * <p>In: flow records, then the run's counters. Out: text, files. Runs on the main thread; two formats write on threads of
 * their own.
 */
@NullMarked
package dev.periplus.report;

import org.jspecify.annotations.NullMarked;
