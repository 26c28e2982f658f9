package dev.periplus.cli;

import java.util.List;

/** The command line is wrong; the message is a sentence for the user. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> shown;

    UsageException(String sentence) {
        this(sentence, List.of());
    }

    /** @param shown lines below the sentence that show what is wrong */
    UsageException(String sentence, List<String> shown) {
        super(sentence);
        this.shown = List.copyOf(shown);
    }

    List<String> shown() {
        return shown;
    }
}
