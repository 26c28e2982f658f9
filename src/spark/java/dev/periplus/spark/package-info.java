/**
 * Reads captures with Apache Spark: the data source {@code periplus} and the job {@code periplus-spark}.
 *
 * <p>In: captures on any Hadoop file system. Out: tables. The driver divides captures into splits that begin at records;
 * tasks send the packets of two hosts to one task, in the order of a single reader, which makes flows of them; one task
 * correlates all flows. The records are those of {@code periplus replay} with the same captures in the same order.
 */
@NullMarked
package dev.periplus.spark;

import org.jspecify.annotations.NullMarked;
