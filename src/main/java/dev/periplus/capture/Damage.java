package dev.periplus.capture;

import java.io.Serializable;

/**
 * Where and why reading a capture stopped before its end. Everything before {@code offset} was read.
 *
 * @param offset offset in bytes of the record that could not be read
 * @param unpacked whether {@code offset} counts decompressed bytes of a gzip or zstd file
 * @param cause a clause, for example {@code "cut in the middle of a record header"}
 */
public record Damage(long offset, boolean unpacked, String cause) implements Serializable {
    /** Describes the damage in one line, without the name of the capture. */
    public String sentence() {
        return "at byte " + offset + (unpacked ? " of the unpacked data: " : ": ") + cause;
    }
}
