package dev.periplus.bench;

/** A program that does nothing: it takes as long as a Java runtime needs to start and end. */
public final class Nothing {
    private Nothing() {}

    public static void main(String[] arguments) {}
}
