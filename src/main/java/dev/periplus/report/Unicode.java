package dev.periplus.report;

/** Text that came from traffic, made fit to be written. */
final class Unicode {
    private static final char REPLACEMENT = '\ufffd';

    private Unicode() {}

    /** The text itself, or with every surrogate that has no other half replaced by U+FFFD. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return repaired(text, i);
            }
        }
        return text;
    }

    private static String repaired(String text, int from) {
        StringBuilder fit = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                fit.append(c).append(text.charAt(++i));
            } else {
                fit.append(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return fit.toString();
    }
}
