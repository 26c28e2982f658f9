/** Text for terminals: tables, lines, views, findings, differences and summaries; and CSV. */
@NullMarked
package dev.periplus.report.text;

import org.jspecify.annotations.NullMarked;
