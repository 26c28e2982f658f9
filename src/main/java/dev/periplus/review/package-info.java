/**
 * A case of many captures: what of it was read before, what its flows together say, and in what it differs from
 * another.
 *
 * <p>In: captures of a folder, and files of flows that earlier reviews kept there. Out: flows for the correlator, on
 * the thread that reviews.
 */
@NullMarked
package dev.periplus.review;

import org.jspecify.annotations.NullMarked;
