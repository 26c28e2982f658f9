package dev.periplus.text;

/** A word of a command that can be copied into a shell. */
public final class ShellWord {
    private ShellWord() {}

    /** Returns the text, in quotes where the shell would take it apart; what cannot be printed is shown as such. */
    public static String of(String text) {
        String printable = Printable.of(text);
        return printable.matches("[A-Za-z0-9_./:+@%=,-]+") ? printable : "'" + printable.replace("'", "'\\''") + "'";
    }
}
