/**
 * Summaries of the flows of a run: by service, port, host and time, and unidentified flows by reason. In: flow records,
 * on one thread. Out: rows, at the end. Each view has a bounded number of rows and counts the flows beyond it.
 */
@NullMarked
package dev.periplus.view;

import org.jspecify.annotations.NullMarked;
