package dev.periplus.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the words of a command line as {@code getopt_long} does: {@code -c 5}, {@code -c5}, {@code -c=5}, {@code --count
 * 5}, {@code --count=5}, {@code -count=5}, flags in one word ({@code -qn}); {@code --} ends the options. Options and files
 * may alternate. A word that is no option of the command can be a value even if it begins with a hyphen.
 */
final class OptionParser {
    private final List<Option> options;
    private final List<Given> given = new ArrayList<>();
    private final List<String> rest = new ArrayList<>();

    /** The option whose value comes next, or null. */
    private @Nullable Option open;

    /** An option on the command line; its value is null if it takes none. */
    record Given(Option option, @Nullable String value) {}

    OptionParser(List<Option> options) {
        this.options = options;
    }

    /** The options in the order of the command line. */
    List<Given> given() {
        return given;
    }

    /** The other words. */
    List<String> rest() {
        return rest;
    }

    /** Parses all words; returns the first that is an option which the command does not have, or null. */
    @Nullable
    String parse(List<String> words) throws UsageException {
        boolean ended = false;
        for (String word : words) {
            if (ended) {
                rest.add(word);
            } else if (word.equals("--")) {
                ended = true;
            } else if (open != null && !isOption(word)) {
                value(unquoted(word));
            } else if (!take(word)) {
                return word;
            }
        }
        requireValue();
        return null;
    }

    /** Takes a word that is no value; returns false if it is an option that the command does not have. */
    private boolean take(String word) throws UsageException {
        if (!word.startsWith("-") || word.equals("-")) {
            rest.add(word);
            return true;
        }
        int equals = word.indexOf('=');
        String name = bare(equals < 0 ? word : word.substring(0, equals));
        Option named = word.startsWith("--") || name.length() > 1 ? byName(name) : byLetter(name);
        if (named != null) {
            return equals < 0 ? begin(named) : begin(named, word.substring(equals + 1));
        }
        return equals < 0 && !word.startsWith("--") && name.length() > 1 && together(name);
    }

    /** {@code -count5}, {@code -c5} and {@code -qn}. */
    private boolean together(String text) throws UsageException {
        Option prefix = prefix(text);
        if (prefix != null && prefix.hasValue()) {
            return begin(prefix, text.substring(prefix.name().length()));
        }
        for (int i = 0; i < text.length(); i++) {
            Option option = byLetter(text.substring(i, i + 1));
            if (option == null) {
                return false;
            }
            if (option.hasValue() && i + 1 < text.length()) {
                return begin(option, text.substring(i + 1));
            }
            begin(option);
        }
        return true;
    }

    private boolean begin(Option option) throws UsageException {
        requireValue();
        if (option.hasValue()) {
            open = option;
        } else {
            given.add(new Given(option, null));
        }
        return true;
    }

    private boolean begin(Option option, String value) throws UsageException {
        if (!option.hasValue()) {
            return false;
        }
        begin(option);
        value(value);
        return true;
    }

    private void value(String text) {
        if (open != null) {
            given.add(new Given(open, text));
            open = null;
        }
    }

    private void requireValue() throws UsageException {
        if (open != null) {
            throw new UsageException(open.shown() + " needs a value: " + open.shown() + " " + open.argument());
        }
    }

    /** Whether a word where a value can be is an option instead. */
    private boolean isOption(String word) {
        if (!word.startsWith("-") || word.equals("-") || isNegative(word)) {
            return false;
        }
        int equals = word.indexOf('=');
        String name = bare(equals < 0 ? word : word.substring(0, equals));
        return byName(name) != null
                || byLetter(name) != null
                || !word.startsWith("--") && !name.isEmpty() && byLetter(name.substring(0, 1)) != null
                || !word.startsWith("--") && prefix(bare(word)) != null;
    }

    private static boolean isNegative(String word) {
        try {
            Double.parseDouble(word);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String bare(String word) {
        return word.substring(word.startsWith("--") ? 2 : 1);
    }

    /** A shell that is not one may leave the quotes. */
    private static String unquoted(String word) {
        int last = word.length() - 1;
        boolean quoted = last > 0 && word.charAt(0) == '"' && word.indexOf('"', 1) == last;
        return quoted ? word.substring(1, last) : word;
    }

    private @Nullable Option byName(String name) {
        for (Option option : options) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private @Nullable Option byLetter(String letter) {
        for (Option option : options) {
            if (letter.equals(option.letter())) {
                return option;
            }
        }
        return null;
    }

    /** The option whose name is the longest proper beginning of a text, but for one letter. */
    private @Nullable Option prefix(String text) {
        for (int length = text.length() - 2; length > 1; length--) {
            Option option = byName(text.substring(0, length));
            if (option != null) {
                return option;
            }
        }
        return null;
    }
}
