/**
 * Files that flows carry. Packets of a followed flow enter on the shard's thread, or on the reading thread when a capture is
 * read again; what leaves is the type of each file by its first bytes, its name and size, and its SHA-256. Nothing is kept
 * of a file but its hash, unless a {@link dev.periplus.transfer.Destination} takes the bytes.
 */
@NullMarked
package dev.periplus.transfer;

import org.jspecify.annotations.NullMarked;
