/**
 * Detectors: protocols that need code because lengths or TLVs must be followed, something must be decrypted, or fields
 * are extracted.
 *
 * <p>In: what the two sides of a flow said. Out: evidence and metadata. One class per protocol; {@link
 * dev.periplus.detect.Detectors} is the list. Runs on a shard's thread.
 */
@NullMarked
package dev.periplus.detect;

import org.jspecify.annotations.NullMarked;
