package dev.periplus.bench;

/** A program that does nothing: how long it takes is what a Java runtime takes to start and end. */
public final class Nothing {
    private Nothing() {}

    public static void main(String[] arguments) {}
}
