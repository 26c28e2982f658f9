/** A SQLite database of flows, evidence, hosts and findings, and the reader that takes exhibits out of it again. */
@NullMarked
package dev.periplus.report.sqlite;

import org.jspecify.annotations.NullMarked;
