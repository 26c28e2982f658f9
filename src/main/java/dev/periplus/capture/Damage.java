package dev.periplus.capture;

/**
 * Where and why reading a capture stopped before its end. What precedes {@code offset} was read.
 *
 * @param offset in bytes, of the record that could not be read
 * @param unpacked true where {@code offset} counts bytes of the unpacked data of a gzip or zstd file
 * @param cause a clause, for example {@code "cut in the middle of a record header"}
 */
public record Damage(long offset, boolean unpacked, String cause) {
    /** The damage in one line, without the name of the capture. */
    public String sentence() {
        return "at byte " + offset + (unpacked ? " of the unpacked data: " : ": ") + cause;
    }
}
