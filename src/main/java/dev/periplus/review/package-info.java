/**
 * Cases of many captures: incremental reading, findings, and comparison of two cases.
 *
 * <p>In: captures of a folder, and files of flows that earlier reviews saved there. Out: settled flow records, findings
 * and differences, all on the thread of the review.
 */
@NullMarked
package dev.periplus.review;

import org.jspecify.annotations.NullMarked;
