/** NDJSON: flows, findings, differences and the run; and the reader that takes exhibits out of it again. */
@NullMarked
package dev.periplus.report.json;

import org.jspecify.annotations.NullMarked;
