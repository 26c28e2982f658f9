package dev.periplus.capture;

/** A filter expression that cannot be used; the message is a sentence for the user. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    FilterException(String message) {
        super(message);
    }
}
