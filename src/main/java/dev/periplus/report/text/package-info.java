/** Tables, lines, views, findings, differences and summaries as text for people, at a terminal's width; and CSV. */
@NullMarked
package dev.periplus.report.text;

import org.jspecify.annotations.NullMarked;
