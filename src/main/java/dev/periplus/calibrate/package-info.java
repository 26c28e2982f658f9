/**
 * Measures how often labels are right. In: folders of captures with reference labels, on one thread. Out: counts of
 * right and wrong labels for each band of confidence, each form of the captures and each label, with the interval that
 * the true share lies in. The packaged counts are read here too.
 *
 * <p>Every capture is read as it is and in forms that take something away: other ports, no beginning, one direction,
 * only the first bytes of each packet. Memory grows with the reference labels, not with the captures.
 */
@NullMarked
package dev.periplus.calibrate;

import org.jspecify.annotations.NullMarked;
