package dev.periplus.cli;

/**
 * How formats for people are written.
 *
 * @param width columns
 * @param evidence whether tables print all evidence
 * @param all whether they print every flow, or every finding
 */
record TextOptions(int width, boolean colour, boolean evidence, boolean all) {
    /** The same for a file. */
    TextOptions plain() {
        return new TextOptions(width, false, evidence, all);
    }
}
