/**
 * Countries and autonomous systems of addresses, from databases in MaxMind's format: addresses enter, places leave. It runs
 * where records are settled, one thread at a time.
 */
@NullMarked
package dev.periplus.geo;

import org.jspecify.annotations.NullMarked;
