/**
 * Apache Parquet: flows, hosts, findings and the run as tables. Text of the native record enters on the thread of the
 * sinks; one thread, {@code parquet}, makes rows of it and writes files.
 */
@NullMarked
package dev.periplus.outputs.parquet;

import org.jspecify.annotations.NullMarked;
