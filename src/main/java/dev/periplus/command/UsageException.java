package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.rulefile.InvalidRulesException;
import java.util.List;

/** What was asked for is wrong; the message is a sentence for the user. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> errors;
    private final transient List<String> shown;

    /** @param sentence for the user */
    public UsageException(String sentence) {
        this(sentence, List.of());
    }

    /**
     * @param sentence for the user
     * @param shown lines below the sentence that show what is wrong
     */
    public UsageException(String sentence, List<String> shown) {
        this(List.of(), sentence, shown);
    }

    private UsageException(List<String> errors, String sentence, List<String> shown) {
        super(sentence);
        this.errors = List.copyOf(errors);
        this.shown = List.copyOf(shown);
    }

    static UsageException of(InvalidRulesException e) {
        List<String> errors = e.errors().stream().map(String::valueOf).toList();
        return new UsageException(errors, Amounts.count(errors.size(), "error") + " in the rules", List.of());
    }

    /** Every error of rule files, as {@code file:line: message}; empty if something else is wrong. */
    public List<String> errors() {
        return errors;
    }

    /** Lines that show what the sentence means; often none. */
    public List<String> shown() {
        return shown;
    }
}
