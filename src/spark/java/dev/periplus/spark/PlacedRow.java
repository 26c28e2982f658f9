package dev.periplus.spark;

import org.apache.spark.sql.Row;

/**
 * A row and its place in its table.
 *
 * @param position of its record, from 1; rows of a record follow each other
 * @param records number of all records of the table
 */
record PlacedRow(long position, long records, Row row) {}
