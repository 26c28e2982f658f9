/**
 * Live capture on real devices: loopback, and two network namespaces that the tests create. They need root and, on
 * Linux, iproute2; if {@code PERIPLUS_LIVE_TESTS} is {@code required}, missing rights fail the tests, otherwise the
 * tests are skipped.
 */
@NullMarked
package dev.periplus.live;

import org.jspecify.annotations.NullMarked;
