/** NDJSON: flows, findings, differences and the run; and the reader of its exhibits. */
@NullMarked
package dev.periplus.report.json;

import org.jspecify.annotations.NullMarked;
