package dev.periplus.cli;

/** The command line is wrong; the message is a sentence for the user. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String sentence) {
        super(sentence);
    }
}
