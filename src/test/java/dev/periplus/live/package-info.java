/**
 * Live capture on real devices: loopback, and two network namespaces that the tests make. They need root and, on Linux,
 * iproute2; where {@code PERIPLUS_LIVE_TESTS} is {@code required} their absence is a failure, else the tests are skipped.
 */
@NullMarked
package dev.periplus.live;

import org.jspecify.annotations.NullMarked;
