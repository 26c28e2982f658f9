/**
 * Evidence and verdicts: collects what signatures and detectors find in one flow and weighs it in decibans.
 *
 * <p>In: payload of undecided flows, on the shard's thread. Out: evidence, and a {@link dev.periplus.answer.Verdict}
 * when a flow has ended.
 */
@NullMarked
package dev.periplus.classify;

import org.jspecify.annotations.NullMarked;
