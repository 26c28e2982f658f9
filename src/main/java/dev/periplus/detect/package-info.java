/**
 * Detectors: protocols that need code to follow lengths or TLVs, to decrypt, or to extract fields.
 *
 * <p>In: the payload of both sides of a flow. Out: evidence and metadata. One class per protocol; {@link
 * dev.periplus.detect.Detectors} lists them. Runs on a shard's thread.
 */
@NullMarked
package dev.periplus.detect;

import org.jspecify.annotations.NullMarked;
