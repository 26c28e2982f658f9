package dev.periplus.detect;

import dev.periplus.flow.Said;

/** Finds consecutive TLS records in a stream whose beginning was not captured. */
final class TlsMidstream {
    private static final int KNOWN_STARTS = 8;
    private static final int ROW = 3;

    /** Second byte of every record header since SSL 3.0. */
    private static final int MAJOR_VERSION = 3;

    private TlsMidstream() {}

    /**
     * Offset of the first record: at the first byte, at a change of speaker, or anywhere if three are consecutive; -1
     * if there is none.
     */
    static int start(Said said) {
        byte[] bytes = said.bytes();
        if (TlsRecords.isHeader(bytes, 0, said.length())) {
            return 0;
        }
        for (int message = 2; message <= Math.min(said.messages(), KNOWN_STARTS); message++) {
            if (TlsRecords.isHeader(bytes, said.messageStart(message), said.length())) {
                return said.messageStart(message);
            }
        }
        for (int at = 1; at + 1 < said.length(); at++) {
            if (bytes[at + 1] == MAJOR_VERSION && row(bytes, at, said.length())) {
                return at;
            }
        }
        return -1;
    }

    private static boolean row(byte[] bytes, int offset, int end) {
        int at = offset;
        for (int i = 0; i < ROW; i++) {
            if (!TlsRecords.isHeader(bytes, at, end) || bytes[at + 2] != bytes[offset + 2]) {
                return false;
            }
            at += 5 + TlsRecords.u16(bytes, at + 3);
        }
        return true;
    }
}
