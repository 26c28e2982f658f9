/**
 * Results of a flow, of a run and of a case: the values that makers hand to readers.
 *
 * <p>In: nothing; makers ({@code classify}, {@code correlate}, {@code review}) fill these. Out: the same values, for
 * whoever reports them. Values are immutable and may be read on any thread.
 */
@NullMarked
package dev.periplus.answer;

import org.jspecify.annotations.NullMarked;
