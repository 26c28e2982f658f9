/**
 * Claims on ports: IANA's registrations and known users of ports and ranges, from data files.
 *
 * <p>In: {@code rules/registry/*.tsv} and {@code rules/ranges.yaml}. Out: immutable look-ups, shared by all threads. A
 * claim says nothing about the traffic.
 */
@NullMarked
package dev.periplus.registry;

import org.jspecify.annotations.NullMarked;
