package dev.periplus.cli;

/** What was asked for cannot be done as it was said; the message is a sentence for the user. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String sentence) {
        super(sentence);
    }
}
