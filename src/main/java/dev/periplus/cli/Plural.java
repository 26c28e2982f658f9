package dev.periplus.cli;

/** Numbers with their nouns. */
final class Plural {
    private Plural() {}

    /** {@code 1 flow}, {@code 2 flows}. */
    static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
