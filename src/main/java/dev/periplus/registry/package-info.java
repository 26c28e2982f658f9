/**
 * Claims on ports: what IANA registered and who else is known to use a number or a range, from data.
 *
 * <p>In: {@code rules/registry/*.tsv} and {@code rules/ranges.yaml}. Out: immutable look-ups, shared by all threads. A
 * claim is never a finding.
 */
@NullMarked
package dev.periplus.registry;

import org.jspecify.annotations.NullMarked;
