package dev.periplus.capture;

/** Thrown if a filter expression cannot be used; the message is a sentence for the user. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    FilterException(String message) {
        super(message);
    }
}
