package dev.periplus.spark;

/** Bytes that are no native record; the message tells why. */
final class BadRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRecordException(String message) {
        super(message, null, false, false);
    }
}
