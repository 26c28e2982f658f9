/** A SQLite database of flows, evidence, hosts and findings; and the reader of its exhibits. */
@NullMarked
package dev.periplus.report.sqlite;

import org.jspecify.annotations.NullMarked;
